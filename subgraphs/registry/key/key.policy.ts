import type { Caller } from '../../kit/caller.ts';

/** A developer, or an officer, proposes keys of the own organisation. */
export const mayPropose = (caller: Caller): caller is Caller & { id: string; org: string } =>
  caller.id !== null && caller.org !== null && caller.can('subgraph:publish');

/** Officers decide whose keys count. */
export const mayDecide = (caller: Caller): boolean => caller.id !== null && caller.can('subgraph:approve');
