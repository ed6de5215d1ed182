export { type Acting, actingUnder } from './acting.ts';
export { addOwnership, ownershipOf, readOwnership } from './ownership.service.ts';
