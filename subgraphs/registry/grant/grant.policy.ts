import type { Caller } from '../../kit/caller.ts';
import type { Publishers } from '../ownership/index.ts';

type Someone = Caller & { id: string; org: string };

/** Who publishes may ask. */
export const mayRequest = (caller: Caller): caller is Someone =>
  caller.id !== null && caller.org !== null && caller.can('subgraph:publish');

/** Who decides for an organisation decides about what it owns. */
export const mayDecide = (caller: Caller): caller is Someone =>
  caller.id !== null && caller.org !== null && caller.can('grant:decide');

/** Both sides see a grant, and officers all. */
export const mayReadAll = (caller: Caller): boolean => caller.can('subgraph:approve');

/** A token that names no organisation is shown nothing, unless it is an officer's. */
export const mayList = (caller: Caller): boolean => mayReadAll(caller) || caller.org !== null;

export const isParty = (caller: Caller, { owner, grantee }: { owner: string; grantee: string }, acting: Publishers) =>
  acting.isFor(caller, owner) || acting.isFor(caller, grantee);
