export { type BorrowerState, decideEligibility } from './eligibility.policy.ts';
