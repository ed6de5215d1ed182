import { isOwnerWith } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';

/** Who joins the graph and who has to leave it is decided by officers. */
export const mayManage = (caller: Caller): boolean => caller.can('organization:manage');

/** A partner gives its own clients new keys, an officer those of any. */
export const mayRotate = (caller: Caller, organizationId: string): boolean =>
  mayManage(caller) || isOwnerWith(caller, organizationId, 'client:rotate');

/** An organisation sees itself: whoever holds one of its tokens. Officers see all. */
export const mayRead = (caller: Caller, organizationId: string): boolean =>
  mayManage(caller) || (caller.org !== null && caller.org === organizationId);

/** Whoever reads for an organisation reads what it may do; officers that of all. */
export const mayReadAllowance = (caller: Caller, organizationId: string): boolean =>
  mayManage(caller) || isOwnerWith(caller, organizationId, 'organization:read');

/** An organisation's own people act within what an officer allowed it. */
export const mayActWithin = (caller: Caller, organizationId: string): boolean =>
  isOwnerWith(caller, organizationId, 'developer:manage');
