export { type Account, post } from './ledger.service.ts';
