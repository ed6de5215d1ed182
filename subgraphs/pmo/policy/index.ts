export { evaluate } from './evaluate.ts';
export type { BarredList } from './facts.ts';
export { policies } from './policies.data.ts';
export { PolicyService } from './policy.service.ts';
export type { Policy } from './policy.ts';
export { policyInForce, policyOf, totalOf } from './versions.ts';
