import { isSelfOr } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';

/** Identity data is shown to its owner and to whom `identity:read` was given; to others it is masked. */
export const mayReadIdentity = (caller: Caller, participantId: string): boolean =>
  isSelfOr(caller, participantId, 'identity:read');

/** Whoever reads another person's data says why. */
export const mustSayWhy = (caller: Caller, participantId: string): boolean => !isSelfOr(caller, participantId);
