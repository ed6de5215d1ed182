export type { Publishers } from './acting.ts';
export { addOwnership, ownershipOf, readOwnership } from './ownership.service.ts';
