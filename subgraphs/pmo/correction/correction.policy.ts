import type { Caller } from '../../kit/caller.ts';

const isOwner = (caller: Caller, participantId: string) =>
  caller.can('self') && caller.id?.toLowerCase() === participantId;

/** What a person stated is corrected by that person, and by officers who were given `participant:correct`. */
export const mayCorrect = (caller: Caller, participantId: string): boolean =>
  isOwner(caller, participantId) || caller.can('participant:correct');

/** What a correction replaced is history of the profile; its identity values are masked like those of today. */
export const mayReadRevisions = (caller: Caller, participantId: string): boolean =>
  isOwner(caller, participantId) || caller.can('participant:read');

export const mayReadFormerIdentity = (caller: Caller, participantId: string): boolean =>
  isOwner(caller, participantId) || caller.can('identity:read');

/** Whoever reads another person's identity data says why. */
export const mustSayWhy = (caller: Caller, participantId: string): boolean => !isOwner(caller, participantId);
