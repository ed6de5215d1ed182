import { execute, type Transaction } from '../../kit/database.ts';
import { SETTLED } from './settlement.statement.ts';

// "setl", for the first half of an advisory lock's key.
const LOCK_CLASS = 0x73_65_74_6c;

/** Waits for refunds that are under way, and lets none begin: an approval sees each of them, or comes before it. */
export const lockSettled = async (tx: Transaction): Promise<void> => {
  await execute(tx, 'select pg_advisory_xact_lock($1, 0)', [LOCK_CLASS]);
};

/** Accounts of a purchase from which it is settled. */
export type SettledAccounts = ReadonlySet<string>;

/**
 * Returns the accounts from which purchases are settled, or approved to be, by the purchase's id: what is refunded of
 * them is then claimed from the party, and otherwise taken off what is payable. The answer holds until the transaction
 * ends.
 */
export const settledAccounts = async (
  tx: Transaction,
  purchases: readonly string[],
): Promise<ReadonlyMap<string, SettledAccounts>> => {
  if (purchases.length === 0) return new Map();
  await execute(tx, 'select pg_advisory_xact_lock_shared($1, 0)', [LOCK_CLASS]);
  const lines = Map.groupBy((await execute(tx, SETTLED, [purchases])).rows, ({ purchaseId }) => purchaseId);
  return new Map([...lines].map(([id, found]) => [id, new Set(found.map(({ account }) => account))]));
};
