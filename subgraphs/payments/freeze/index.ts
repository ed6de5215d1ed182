export { lift } from './freeze.service.ts';
export { isFrozen } from './is-frozen.ts';
