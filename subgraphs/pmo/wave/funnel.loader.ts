import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { RegionLevel } from '../region/region.type.ts';
import { LIVE, LIVE_BY_REGION, STORED, STORED_BY_REGION } from './funnel.statement.ts';

/** A wave with fewer registrations is counted when it is asked for: that takes about two milliseconds. */
const SMALL = 10_000;

const none = { applied: 0, eligible: 0, selected: 0 };

interface FunnelOptions {
  database: Pick<Database, 'rows'>;
  now: () => Date;
}

const smallOf = (numbers: readonly number[], stored: ReadonlyMap<number, number>) =>
  numbers.filter((number) => (stored.get(number) ?? 0) < SMALL);

/** Funnels of waves: large ones as they were counted last, small ones as they are. */
export const funnelByWave = ({ database, now }: FunnelOptions) =>
  new DataLoader(async (numbers: readonly number[]) => {
    const stored = await database.rows(STORED, [numbers]);
    const sizes = new Map(stored.map(({ waveNumber, applied }) => [waveNumber, applied]));
    const small = smallOf(numbers, sizes);
    const live = small.length === 0 ? [] : await database.rows(LIVE, [small]);
    const asOf = now();
    const byWave = new Map(stored.map(({ countedAt, ...row }) => [row.waveNumber, { ...row, asOf: countedAt }]));
    for (const number of small) byWave.delete(number);
    for (const row of live) byWave.set(row.waveNumber, { ...row, asOf });
    return numbers.map((number) => byWave.get(number) ?? { ...none, asOf });
  });

const regionFunnels = ({ database, now }: FunnelOptions, level: RegionLevel) =>
  new DataLoader(async (numbers: readonly number[]) => {
    const stored = Map.groupBy(await database.rows(STORED_BY_REGION, [numbers, level]), (row) => row.waveNumber);
    const sizes = new Map([...stored].map(([wave, rows]) => [wave, rows.reduce((sum, row) => sum + row.applied, 0)]));
    const small = smallOf(numbers, sizes);
    const live = small.length === 0 ? [] : await database.rows(LIVE_BY_REGION, [small, level]);
    const asOf = now();
    const counted = Map.groupBy(live, (row) => row.waveNumber);
    return numbers.map((number) =>
      small.includes(number)
        ? (counted.get(number) ?? []).map((row) => ({ ...row, asOf }))
        : (stored.get(number) ?? []).map(({ countedAt, ...row }) => ({ ...row, asOf: countedAt })),
    );
  });

/** The same by region: two statements at most for each level that the query asks for. */
export const funnelByRegion = (options: FunnelOptions) => {
  const byLevel = new Map<RegionLevel, ReturnType<typeof regionFunnels>>();
  return (level: RegionLevel, waveNumber: number) => {
    const loader = byLevel.get(level) ?? regionFunnels(options, level);
    byLevel.set(level, loader);
    return loader.load(waveNumber);
  };
};
