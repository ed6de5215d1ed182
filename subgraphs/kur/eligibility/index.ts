export {
  decideEligibility,
  type Eligibility,
  type EligibilityReason,
  type PersonFacts,
  type Standing,
} from './eligibility.policy.ts';
