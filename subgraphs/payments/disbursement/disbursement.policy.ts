import type { Caller } from '../../kit/caller.ts';

/** Whether there is anyone whose payouts this caller may see. */
export const mayReadSome = (caller: Caller): boolean =>
  caller.can('ledger:read') || (caller.can('self') && caller.id !== null);
