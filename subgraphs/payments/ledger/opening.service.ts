import { execute, type Transaction } from '../../kit/database.ts';
import { OPEN_WAVES, POST_POSITIONS } from './ledger.statement.ts';

/**
 * Opens the ledger for balances and disbursements that were loaded by COPY: one journal entry a wave, funded from
 * UNALLOCATED, so the budgets come first. `wave_funds` follows by itself. May be called again.
 * @returns how many waves were opened
 */
export const openLedger = async (transaction: Transaction, { at, requestId }: { at: Date; requestId: string }) => {
  // A million balances take longer than a request may.
  await execute(transaction, `set local statement_timeout = '15min'`);
  const { rows } = await execute(transaction, OPEN_WAVES, [at, requestId]);
  if (rows.length > 0) await execute(transaction, POST_POSITIONS, [rows.map(({ id }) => id)]);
  return rows.length;
};
