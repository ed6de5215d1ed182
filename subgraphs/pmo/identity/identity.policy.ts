import type { Caller } from '../../kit/caller.ts';

const isOwner = (caller: Caller, participantId: string) => caller.can('self') && caller.id === participantId;

/** Identity data is shown to its owner and to whom `identity:read` was given; to others it is masked. */
export const mayReadIdentity = (caller: Caller, participantId: string): boolean =>
  caller.can('identity:read') || isOwner(caller, participantId);

/** Whoever reads another person's data says why. */
export const mustSayWhy = (caller: Caller, participantId: string): boolean => !isOwner(caller, participantId);

/** Who read a person's data is that person's to know. */
export const mayReadAccessLog = isOwner;

/** Erasing is for ever: an officer does it, on request. */
export const mayErase = (caller: Caller): boolean => caller.can('participant:erase');
