export { participantsBarred, recipientsRevoked } from './recipient.events.ts';
export { bar, revoke } from './recipient.service.ts';
export { isBeforeStart, isInTime } from './recipient.statement.ts';
