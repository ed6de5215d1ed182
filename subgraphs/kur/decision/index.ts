export type { Outcome } from './decision.reasons.ts';
