export type { GatewayCounts } from './gateway-counts.ts';
export type { OperationUses } from './operation-uses.ts';
export type { UsageEnv } from './usage.env.ts';
