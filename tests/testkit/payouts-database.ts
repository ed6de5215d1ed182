import { invariantsOf } from '../../subgraphs/kit/assembly.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { paymentsDatabase } from './payments.ts';

/** The database of payments, and what is asked of it about payouts. */
export const openPayouts = async () => {
  const database = await paymentsDatabase();
  const { query } = database;
  const counts = async (): Promise<Record<string, number>> => {
    const text = 'select status, count(*)::int from disbursement group by 1';
    const rows = await query<{ status: string; count: number }>(text);
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  };
  /** Names of the invariants that do not hold. */
  const broken = async (): Promise<string[]> => {
    const found = invariantsOf(payments).map(async ({ name, sql }) => ((await query(sql)).length > 0 ? [name] : []));
    return (await Promise.all(found)).flat();
  };
  return { database, query, counts, broken };
};
