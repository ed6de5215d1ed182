import type { Caller } from '../kit/caller.ts';

/** A participant's money is shown to that person and to whom `ledger:read` was given. */
export const mayReadMoneyOf = (caller: Caller, participantId: string): boolean =>
  caller.can('ledger:read') || (caller.can('self') && caller.id === participantId);

/** Whether there is anyone whose money this caller may see. */
export const mayReadMoney = (caller: Caller): boolean =>
  caller.can('ledger:read') || (caller.can('self') && caller.id !== null);
