import { isOwnerWith } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';

/** A platform sees what it has handed in and what is wrong with it; officers see that of all. */
export const mayReadCatalogue = (caller: Caller, organizationId: string | null): boolean =>
  isOwnerWith(caller, organizationId, 'course:publish') || caller.can('course:monitor');
