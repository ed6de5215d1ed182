export type { EndService } from './end.service.ts';
export { isReader, mayReadAllOf, readingOrganization, readsAllOf } from './enrollment.policy.ts';
export { attendAll, certifyAll, completeAll, failAll } from './move.service.ts';
