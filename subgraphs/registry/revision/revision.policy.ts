import type { Caller } from '../../kit/caller.ts';
import type { Publishers } from '../ownership/index.ts';

/** An organisation publishes its own subgraphs. */
export const mayPublish = (caller: Caller): caller is Caller & { id: string; org: string } =>
  caller.id !== null && caller.org !== null && caller.can('subgraph:publish');

/** Officers approve; whoever proposed never does. */
export const mayApprove = (caller: Caller): caller is Caller & { id: string } =>
  caller.id !== null && caller.can('subgraph:approve');

/** What was live is everybody's to see who publishes; proposals are their publisher's and the officers'. */
export const mayRead = (
  caller: Caller,
  { organization, wasLive }: { organization: string; wasLive: boolean },
  acting: Publishers,
): boolean =>
  mayApprove(caller) ||
  (caller.org !== null && caller.can('subgraph:publish') && (wasLive || acting.isFor(caller, organization)));

/** A token that names no organisation is shown nothing, unless it is an officer's. */
export const mayList = (caller: Caller): boolean => mayApprove(caller) || caller.org !== null;
