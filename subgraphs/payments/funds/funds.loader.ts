import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import { column, statement } from '../../kit/statement.ts';

const { int4, int8 } = column;

const BY_WAVE = statement(
  'funds-by-wave',
  { waveNumber: int4, committed: int8, paid: int8, returned: int8 },
  `select wave_number as "waveNumber", committed, paid, returned from wave_funds where wave_number = any($1::int[])`,
);

/** Funds of many waves: a few slots each, whatever the number of recipients; the ledger keeps them. */
const fundsByWave = (database: Database) =>
  byKey(
    (numbers: number[]) => database.rows(BY_WAVE, [numbers]),
    ({ waveNumber }) => waveNumber,
  );

export const fundsLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  waveFunds: fundsByWave(database),
});

export type FundsLoaders = ReturnType<typeof fundsLoaders>;
