export { claimAwards, partitionOf, releasePlaces, revokeAwards } from './registration.statement.ts';
export { moveRegistrations, RegistrationStatus } from './registration.status.ts';
