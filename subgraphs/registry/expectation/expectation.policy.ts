import type { Caller } from '../../kit/caller.ts';
import type { Publishers } from '../ownership/index.ts';

type Someone = Caller & { id: string; org: string };

/** Who publishes for an organisation also says what it relies on. */
export const mayAdd = (caller: Caller): caller is Someone =>
  caller.id !== null && caller.org !== null && caller.can('subgraph:publish');

/** Officers see all, and take away what would hold up everybody. */
export const mayReadAll = (caller: Caller): boolean => caller.can('subgraph:approve');

/** A token that names no organisation is shown nothing, unless it is an officer's. */
export const mayList = (caller: Caller): boolean => mayReadAll(caller) || caller.org !== null;

export const mayRemove = (caller: Caller, organization: string, acting: Publishers): boolean =>
  mayReadAll(caller) || acting.isFor(caller, organization);
