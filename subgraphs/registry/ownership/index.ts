export { organizationOf, type Publishers, type PublishingNames } from './acting.ts';
export { addOwnership, ownershipOf, readOwnership } from './ownership.service.ts';
