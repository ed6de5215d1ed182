import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import type { RegionLevel } from '../region/region.type.ts';
import type { WaveStepType } from './progress.type.ts';
import { figuresByWave, waveByNumber, type waveReader } from './wave.loader.ts';
import type { WaveFigureType } from './wave.type.ts';

const STEPS = {
  name: 'wave-steps',
  text: `select wave_number as "waveNumber", step, status = 'RUNNING' as "isRunning", done, total,
      started_at as "startedAt", updated_at as "updatedAt", finished_at as "finishedAt", error_id as "errorId"
    from wave_step where wave_number = any($1::int[]) order by wave_number, started_at`,
};

/** Long steps of many waves, in one statement. */
const stepsByWave = (database: Database) =>
  new DataLoader<number, WaveStepType[]>(async (numbers) => {
    const rows = await database.rows<WaveStepType>(STEPS, [numbers]);
    const byWave = Map.groupBy(rows, ({ waveNumber }) => waveNumber);
    return numbers.map((number) => byWave.get(number) ?? []);
  });

// ELIGIBLE, SELECTED and NOT_SELECTED passed the screening; only SELECTED was drawn.
const counts = `count(*)::int as applied,
  (count(*) filter (where status in ('ELIGIBLE', 'SELECTED', 'NOT_SELECTED')))::int as eligible,
  (count(*) filter (where status = 'SELECTED'))::int as selected`;

const BY_WAVE = {
  name: 'funnel-by-wave',
  text: `select wave_number as "waveNumber", ${counts} from registration where wave_number = any($1::int[]) group by 1`,
};

const BY_REGION = {
  name: 'funnel-by-region',
  text: `select wave_number as "waveNumber",
      case when $2 = 'PROVINCE' then left(region_code, 2) else region_code end as "regionCode", ${counts}
    from registration where wave_number = any($1::int[]) group by 1, 2 order by 1, 2`,
};

interface Funnel {
  waveNumber: number;
  applied: number;
  eligible: number;
  selected: number;
}

type RegionFunnel = Funnel & { regionCode: string };

const none = { applied: 0, eligible: 0, selected: 0 };

const funnelByWave = (database: Database) =>
  new DataLoader<number, Omit<Funnel, 'waveNumber'>>(async (numbers) => {
    const rows = await database.rows<Funnel>(BY_WAVE, [numbers]);
    const byWave = new Map(rows.map((row) => [row.waveNumber, row]));
    return numbers.map((number) => byWave.get(number) ?? none);
  });

const regionFunnels = (database: Database, level: RegionLevel) =>
  new DataLoader<number, RegionFunnel[]>(async (numbers) => {
    const rows = await database.rows<RegionFunnel>(BY_REGION, [numbers, level]);
    const byWave = Map.groupBy(rows, ({ waveNumber }) => waveNumber);
    return numbers.map((number) => byWave.get(number) ?? []);
  });

/** Funnels of many waves by region: one statement for each level that the query asks for. */
const funnelByRegion = (database: Database) => {
  const byLevel = new Map<RegionLevel, ReturnType<typeof regionFunnels>>();
  return (level: RegionLevel, waveNumber: number) => {
    const loader = byLevel.get(level) ?? regionFunnels(database, level);
    byLevel.set(level, loader);
    return loader.load(waveNumber);
  };
};

/** What reads waves for all requests of the process. */
export interface WaveReading {
  readWave: ReturnType<typeof waveReader>;
}

export const waveLoaders = ({ database, readWave }: Pick<Kit, 'database'> & WaveReading) => ({
  wave: waveByNumber(readWave),
  waveFigures: new DataLoader<number, WaveFigureType[]>((numbers) => figuresByWave(database, numbers)),
  waveSteps: stepsByWave(database),
  waveFunnel: funnelByWave(database),
  regionFunnel: funnelByRegion(database),
});

export type WaveLoaders = ReturnType<typeof waveLoaders>;
