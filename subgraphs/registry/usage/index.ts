export type { GatewayCounts } from './gateway-counts.ts';
export type { OperationUses } from './operation-uses.ts';
