export { addAccepted, findAccepted } from './grant.accepted.service.ts';
export { mayDecide, mayList, mayReadAll, mayRequest } from './grant.policy.ts';
export { readConsents } from './grant.read.ts';
export { type Allowance, dayOf, readAllowance, readReason } from './grant.reading.ts';
export { refusals } from './grant.refusal.ts';
export { addGrants } from './grant.seed.service.ts';
