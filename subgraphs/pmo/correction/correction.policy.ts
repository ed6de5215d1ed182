import { isSelfOr } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';

/** What a person stated is corrected by that person, whose id may be written in either case, and by officers. */
export const mayCorrect = (caller: Caller, participantId: string): boolean =>
  isSelfOr({ ...caller, id: caller.id?.toLowerCase() ?? null }, participantId, 'participant:correct');

/** What a correction replaced of the identity is masked like the identity of today. */
export const mayReadFormerIdentity = (caller: Caller, participantId: string): boolean =>
  isSelfOr(caller, participantId, 'identity:read');

/** Whoever reads another person's identity data says why. */
export const mustSayWhy = (caller: Caller, participantId: string): boolean => !isSelfOr(caller, participantId);
