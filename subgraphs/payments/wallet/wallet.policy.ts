import { isSelfOr } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';
import { isUuid } from '../../kit/ids.ts';

/** A number is shown to its owner and to whom `identity:read` was given; to others it is masked. */
export const mayReadNumber = (caller: Caller, participantId: string): boolean =>
  isSelfOr(caller, participantId, 'identity:read');

/** Whoever reads another person's number says why. */
export const mustSayWhy = (caller: Caller, participantId: string): boolean => !isSelfOr(caller, participantId);

/** Returns the participant whose wallet the caller links and verifies: themselves; null for anyone else. */
export const ownerOf = (caller: Caller): string | null =>
  caller.can('self') && caller.id !== null && isUuid(caller.id) ? caller.id.toLowerCase() : null;
