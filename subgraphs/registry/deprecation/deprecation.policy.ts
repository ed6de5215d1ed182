import type { Caller } from '../../kit/caller.ts';
import type { Publishers } from '../ownership/index.ts';

/** Who holds the scope reads for an organisation: a token that names none is shown nothing. */
export const mayRead = (caller: Caller): caller is Caller & { org: string } =>
  caller.org !== null && caller.can('organization:read');

/** The programme office looks after the whole graph. */
export const mayReadAll = (caller: Caller): boolean => mayRead(caller) && caller.can('subgraph:approve');

export const mayAcknowledge = (caller: Caller): caller is Caller & { id: string; org: string } =>
  caller.id !== null && caller.org !== null && caller.can('deprecation:acknowledge');

/** What others still use is the owner's to see, and the programme office's. */
export const maySeeOthers = (caller: Caller, owner: string, acting: Publishers): boolean =>
  mayReadAll(caller) || (mayRead(caller) && acting.isFor(caller, owner));
