import type { Caller } from '../../kit/caller.ts';

/** What somebody answered is shown to that person alone. */
export const mayReadAnswers = (caller: Caller, participantId: string): boolean =>
  caller.can('self') && caller.id === participantId;
