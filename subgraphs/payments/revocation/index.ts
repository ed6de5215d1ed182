export { excuse, heldEnded } from './held.service.ts';
export { returnRevoked } from './return.service.ts';
export { holdRevocations } from './revocation.lock.ts';
