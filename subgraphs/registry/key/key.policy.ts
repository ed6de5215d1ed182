import { isOwnerWith } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';

/** A developer, or an officer, proposes keys of the own organisation. */
export const mayPropose = (caller: Caller): caller is Caller & { id: string; org: string } =>
  caller.id !== null && caller.org !== null && caller.can('subgraph:publish');

/** Officers decide whose keys count. */
export const mayDecide = (caller: Caller): boolean => caller.id !== null && caller.can('subgraph:approve');

/** Whoever finds a key lost ends it: its own organisation, or an officer. */
export const mayRevoke = (caller: Caller, organization: string): boolean =>
  mayDecide(caller) || isOwnerWith(caller, organization, 'subgraph:publish');
