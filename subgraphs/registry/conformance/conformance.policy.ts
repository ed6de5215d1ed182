import type { Caller } from '../../kit/caller.ts';

/** A developer asks for runs of the own organisation's revisions, and for production for its keys. */
export const mayRequest = (caller: Caller): caller is Caller & { id: string; org: string } =>
  caller.id !== null && caller.org !== null && caller.can('subgraph:publish');

/** Officers see every organisation's runs. */
export const mayReadAll = (caller: Caller): boolean => caller.id !== null && caller.can('subgraph:approve');
