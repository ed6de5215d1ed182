export { PlaceService } from './place.service.ts';
export { claimAwards, partitionOf, releasePlaces, revokeAwards } from './registration.statement.ts';
export { moveRegistrations } from './registration.status.ts';
