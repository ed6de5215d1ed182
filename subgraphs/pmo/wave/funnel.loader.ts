import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { RegionLevel } from '../region/region.type.ts';
import { BY_REGION, BY_WAVE } from './funnel.statement.ts';

interface FunnelOptions {
  database: Pick<Database, 'rows'>;
  now: () => Date;
}

const none = { applied: 0, eligible: 0, selected: 0 };

/** Funnels of waves: large ones as they were counted last, small ones as they are. */
export const funnelByWave = ({ database, now }: FunnelOptions) =>
  new DataLoader(async (numbers: readonly number[]) => {
    const rows = await database.rows(BY_WAVE, [numbers]);
    const asOf = now();
    const byWave = new Map(rows.map(({ countedAt, ...row }) => [row.waveNumber, { ...row, asOf: countedAt ?? asOf }]));
    return numbers.map((number) => byWave.get(number) ?? { ...none, asOf });
  });

const regionFunnels = ({ database, now }: FunnelOptions, level: RegionLevel) =>
  new DataLoader(async (numbers: readonly number[]) => {
    const rows = await database.rows(BY_REGION, [numbers, level]);
    const asOf = now();
    const byWave = Map.groupBy(
      rows.map(({ countedAt, ...row }) => ({ ...row, asOf: countedAt ?? asOf })),
      ({ waveNumber }) => waveNumber,
    );
    return numbers.map((number) => byWave.get(number) ?? []);
  });

/** The same by region: one statement for each level that the query asks for. */
export const funnelByRegion = (options: FunnelOptions) => {
  const byLevel = new Map<RegionLevel, ReturnType<typeof regionFunnels>>();
  return (level: RegionLevel, waveNumber: number) => {
    const loader = byLevel.get(level) ?? regionFunnels(options, level);
    byLevel.set(level, loader);
    return loader.load(waveNumber);
  };
};
