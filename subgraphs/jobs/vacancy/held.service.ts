import { execute, type Transaction } from '../../kit/database.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { HOLD, LOCK_VACANCY, REJECT, RELEASE } from './state.statement.ts';
import { flagKey } from './vacancy.find-flags.ts';
import { type Flag, FlagKind } from './vacancy.flag.ts';

/** A vacancy that is locked, to decide about it. */
type LockedVacancy = RowsOf<typeof LOCK_VACANCY>;

/** Locks a vacancy until the transaction ends; null when there is none. */
export const lockVacancy = async (tx: Transaction, id: string): Promise<LockedVacancy | null> =>
  (await execute(tx, LOCK_VACANCY, [id])).rows[0] ?? null;

/** Holds a vacancy back from now on. */
export const holdVacancy = async (
  tx: Transaction,
  id: string,
  { flag, at }: { flag: Flag; at: Date },
): Promise<void> => {
  await execute(tx, HOLD, [id, JSON.stringify([flag]), at]);
};

/** Shows a vacancy again; what was found in it does not hold it a second time, but new reports do. */
export const releaseVacancy = async (tx: Transaction, id: string, flags: readonly Flag[]): Promise<void> => {
  await execute(tx, RELEASE, [id, flags.map(flagKey)]);
};

/** Holds a vacancy for good; other content of it waits for a decision. */
export const rejectVacancy = async (
  tx: Transaction,
  id: string,
  { reason, at }: { reason: string; at: Date },
): Promise<void> => {
  await execute(tx, REJECT, [
    id,
    at,
    JSON.stringify([{ kind: FlagKind.REJECTED_BEFORE, words: reason.slice(0, 100) }]),
  ]);
};
