import DataLoader from 'dataloader';
import type { Database } from '../../../kit/database.ts';
import { OF_WAVES } from './stamp.statement.ts';
import type { DrawTimeStampType } from './stamp.type.ts';

export const stampLoaders = (database: Database) => ({
  drawTimeStamps: new DataLoader<number, DrawTimeStampType[]>(async (waves) => {
    const byWave = Map.groupBy(await database.rows(OF_WAVES, [waves]), ({ waveNumber }) => waveNumber);
    return waves.map((wave) => byWave.get(wave) ?? []);
  }),
});
