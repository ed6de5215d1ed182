import { isOwnerWith } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';

/** Officers invite and remove anybody's developers, an organisation's people their own. */
export const mayManageAll = (caller: Caller): boolean => caller.can('organization:manage');

export const mayManage = (caller: Caller, organizationId: string): boolean =>
  mayManageAll(caller) || isOwnerWith(caller, organizationId, 'developer:manage');

export const mayList = (caller: Caller, organizationId: string): boolean =>
  mayManageAll(caller) || isOwnerWith(caller, organizationId, 'organization:read', 'developer:manage');
