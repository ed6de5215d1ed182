import { isOwnerWith } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';

/** Who acts for the platform that sells. */
export const isSeller = (caller: Caller, platform: string | null): boolean =>
  isOwnerWith(caller, platform, 'course:publish');

/** Who answers complaints about courses undoes purchases of any platform. */
export const isOfficer = (caller: Caller): boolean => caller.can('course:monitor');
