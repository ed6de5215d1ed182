import type { Caller } from '../../kit/caller.ts';

/** Skills and recommendations are shown to that person and to whom `participant:read` was given. */
export const mayRead = (caller: Caller, participantId: string): boolean =>
  caller.can('participant:read') || (caller.can('self') && caller.id === participantId);
