import { isOwnerWith } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';

/** Officers who monitor courses report keys and revoke certificates where an institution does not. */
const isMonitor = (caller: Caller): boolean => caller.can('course:monitor');

/** Drafts and certificates are issued by the institution alone. */
export const mayIssue = (caller: Caller, organizationId: string | null): boolean =>
  isOwnerWith(caller, organizationId, 'certificate:issue');

/** Whether the caller may issue anything at all; of which institution, its rows say. */
export const isIssuer = (caller: Caller): boolean => caller.can('certificate:issue');

/** Whether the caller may revoke the certificates of the institution, and end its keys. */
export const mayRevoke = (caller: Caller, organizationId: string | null): boolean =>
  isMonitor(caller) || mayIssue(caller, organizationId);

/** Whether the caller may revoke or end anything at all. */
export const isRevoker = (caller: Caller): boolean => isMonitor(caller) || isIssuer(caller);
