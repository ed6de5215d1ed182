import type { Caller } from '../../kit/caller.ts';

/** A participant's profile is shown to that person and to whom `participant:read` was given. */
export const mayRead = (caller: Caller, participantId: string): boolean =>
  caller.can('participant:read') || (caller.can('self') && caller.id === participantId);

/** Lists of people are for officers only. */
export const mayList = (caller: Caller): boolean => caller.can('participant:read');
