export { lockAward, returnUnspent } from './award.service.ts';
