import type { Caller } from '../../kit/caller.ts';

/** What a person learns is shown to that person and to whom `enrollment:read` was given. */
export const mayRead = (caller: Caller, participantId: string): boolean =>
  mayReadAnyone(caller) || (caller.can('self') && caller.id === participantId);

export const mayReadAnyone = (caller: Caller): boolean => caller.can('enrollment:read');
