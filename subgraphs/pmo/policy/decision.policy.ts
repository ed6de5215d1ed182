import type { Caller } from '../../kit/caller.ts';

/** Whether somebody is eligible, and why not, is for that person and for whom `participant:read` was given. */
export const mayReadDecisions = (caller: Caller, participantId: string): boolean =>
  caller.can('participant:read') || (caller.can('self') && caller.id === participantId);
