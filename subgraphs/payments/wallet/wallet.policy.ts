import type { Caller } from '../../kit/caller.ts';

const isOwner = (caller: Caller, participantId: string) => caller.can('self') && caller.id === participantId;

/** A number is shown to its owner and to whom `identity:read` was given; to others it is masked. */
export const mayReadNumber = (caller: Caller, participantId: string): boolean =>
  caller.can('identity:read') || isOwner(caller, participantId);

/** Whoever reads another person's number says why. */
export const mustSayWhy = (caller: Caller, participantId: string): boolean => !isOwner(caller, participantId);

/** Who read a person's number is that person's to know. */
export const mayReadAccessLog = isOwner;
