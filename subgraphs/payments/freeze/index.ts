export { lift, lockFreeze } from './freeze.service.ts';
export { isFrozen } from './is-frozen.ts';
