import type { EntityManager } from '@mikro-orm/postgresql';
import { execute, type Transaction } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { column, type RowOf, statement } from '../../kit/statement.ts';
import { refusals } from './tranche.refusal.ts';

/** A tranche as it is planned. */
export interface PlannedTranche {
  /** `YYYY-MM-DD`, in Asia/Jakarta. */
  startsOn: string;
  places: number;
}

const trancheColumns = { number: column.int2, startsOn: column.date, places: column.int4 };

export type Tranche = RowOf<typeof trancheColumns>;

const OF_WAVE = statement(
  'tranches-of-wave',
  trancheColumns,
  `select tranche_no as number, starts_on as "startsOn", places from wave_tranche where wave_number = $1
    order by tranche_no`,
);

const CLEAR = 'delete from wave_tranche where wave_number = $1';

const INSERT = `insert into wave_tranche (wave_number, tranche_no, starts_on, places)
  select $1, n, starts_on, places from unnest($2::date[], $3::int[]) with ordinality as planned (starts_on, places, n)`;

const ADD_TO_LAST = `update wave_tranche set places = places + $2 where wave_number = $1
  and tranche_no = (select max(tranche_no) from wave_tranche where wave_number = $1)`;

const MOST = 12;
const LONGEST_DAYS = 366;

/** @throws Refusal WAVE_TRANCHES_INVALID */
export const checkTranches = (
  tranches: readonly PlannedTranche[],
  { quota, closesAt }: { quota: number; closesAt: Date },
): void => {
  if (tranches.length === 0) return;
  const days = tranches.map(({ startsOn }) => startsOn);
  const isOrdered = days.every((day, index) => index === 0 || (days[index - 1] as string) < day);
  const [first, last] = [0, LONGEST_DAYS].map((after) => jakartaDayAfter(closesAt, after)) as [string, string];
  const isInTime = (days[0] as string) > first && (days.at(-1) as string) <= last;
  const hasPlaces = tranches.every(({ places }) => places > 0);
  const total = tranches.reduce((sum, { places }) => sum + places, 0);
  const isCounted = tranches.length > 1 && tranches.length <= MOST;
  if (!isCounted || !isOrdered || !isInTime || !hasPlaces || total !== quota) throw refusals.tranches();
};

/** Returns the tranches of a wave in their order; none for a wave of one period. */
export const tranchesOf = async (tx: Transaction, wave: number): Promise<Tranche[]> =>
  (await execute(tx, OF_WAVE, [wave])).rows;

/** Sets the tranches of a wave that is planned, which the caller holds and has checked. */
export const setTranches = async (
  tx: EntityManager,
  wave: number,
  tranches: readonly PlannedTranche[],
): Promise<void> => {
  await execute(tx, CLEAR, [wave]);
  if (tranches.length === 0) return;
  await execute(tx, INSERT, [wave, tranches.map(({ startsOn }) => startsOn), tranches.map(({ places }) => places)]);
};

/** Gives places that a wave got besides to its last tranche, where it has any. */
export const addToLastTranche = async (tx: EntityManager, wave: number, places: number): Promise<void> => {
  await execute(tx, ADD_TO_LAST, [wave, places]);
};
