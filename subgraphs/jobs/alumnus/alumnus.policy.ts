import type { Caller } from '../../kit/caller.ts';
import { isUuid } from '../../kit/ids.ts';

/** The portal for which the caller may look for alumni: that of the token. Null when it may not. */
export const searchingPortal = (caller: Caller): string | null =>
  caller.can('alumni:search') && caller.org !== null && isUuid(caller.org) ? caller.org : null;
