import type { Caller } from '../../kit/caller.ts';

/** An organisation reads its own health, and the programme office that of all. */
export const mayReadHealth = (caller: Caller, organizationId: string): boolean =>
  caller.org !== null &&
  caller.can('organization:read') &&
  (caller.org === organizationId || caller.can('organization:manage'));
