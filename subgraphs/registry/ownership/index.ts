export type { Publishers, PublishingNames } from './acting.ts';
export { addOwnership, ownershipOf, readOwnership } from './ownership.service.ts';
