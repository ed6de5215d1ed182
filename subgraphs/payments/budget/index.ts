export { commitFunds, releaseFunds } from './commitment.service.ts';
