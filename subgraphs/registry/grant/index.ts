export { addGrants } from './grant.seed.service.ts';
export { type Consented, readConsents } from './grant.read.ts';
