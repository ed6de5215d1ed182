import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import type { WaveFundsType } from './funds.type.ts';

const BY_WAVE = {
  name: 'funds-by-wave',
  text: `select wave_number as "waveNumber", committed, paid, returned from wave_funds
    where wave_number = any($1::int[])`,
};

type FundsRow = WaveFundsType & { waveNumber: number };

/** Funds of many waves: one row each, whatever the number of recipients; `check_postings` keeps it. */
export const fundsByWave = (database: Database) =>
  byKey(
    (numbers: number[]) => database.rows<FundsRow>(BY_WAVE, [numbers]),
    ({ waveNumber }) => waveNumber,
  );

export const fundsLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  waveFunds: fundsByWave(database),
});

export type FundsLoaders = ReturnType<typeof fundsLoaders>;
