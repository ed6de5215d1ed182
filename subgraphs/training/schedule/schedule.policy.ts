import type { Caller } from '../../kit/caller.ts';
import { isUuid } from '../../kit/ids.ts';

/** The organisation for which the caller publishes classes: those of courses that it sells or teaches. Null for none. */
export const publishingOrganization = (caller: Caller): string | null =>
  caller.can('course:publish') && caller.org !== null && isUuid(caller.org) ? caller.org : null;
