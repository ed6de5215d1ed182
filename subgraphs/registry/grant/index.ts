export { readConsents } from './grant.read.ts';
export { addGrants } from './grant.seed.service.ts';
