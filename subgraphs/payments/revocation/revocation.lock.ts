import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { LOCK_BALANCES } from './revocation.statement.ts';

// "revo", for the first half of an advisory lock's key; the second is the wave.
const LOCK_CLASS = 0x72_65_76_6f;

/**
 * Keeps revocations of a wave waiting that concern people without a balance, until the transaction ends: a grant goes
 * first, or sees what was revoked. Grants of one wave do not wait for one another.
 */
export const holdRevocations = async (tx: EntityManager, wave: number): Promise<void> => {
  await execute(tx, 'select pg_advisory_xact_lock_shared($1, $2)', [LOCK_CLASS, wave]);
};

/**
 * Locks the balances of people of a wave, in the order of their ids. Where one is missing, waits for the grants of the
 * wave that are under way, and locks what these made.
 */
export const lockBalances = async (tx: EntityManager, participants: readonly string[], wave: number): Promise<void> => {
  const { rows } = await execute(tx, LOCK_BALANCES, [participants, wave]);
  if (rows.length === new Set(participants).size) return;
  await execute(tx, 'select pg_advisory_xact_lock($1, $2)', [LOCK_CLASS, wave]);
  await execute(tx, LOCK_BALANCES, [participants, wave]);
};
