import { isSelfOr } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';

/** A number is shown to its owner and to whom `identity:read` was given; to others it is masked. */
export const mayReadNumber = (caller: Caller, participantId: string): boolean =>
  isSelfOr(caller, participantId, 'identity:read');

/** Whoever reads another person's number says why. */
export const mustSayWhy = (caller: Caller, participantId: string): boolean => !isSelfOr(caller, participantId);
