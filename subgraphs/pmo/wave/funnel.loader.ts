import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import { column, statement } from '../../kit/statement.ts';
import type { RegionLevel } from '../region/region.type.ts';

// ELIGIBLE, SELECTED and NOT_SELECTED passed the screening; only SELECTED was drawn.
const counts = `count(*)::int as applied,
  (count(*) filter (where status in ('ELIGIBLE', 'SELECTED', 'NOT_SELECTED')))::int as eligible,
  (count(*) filter (where status = 'SELECTED'))::int as selected`;

const countColumns = { applied: column.int4, eligible: column.int4, selected: column.int4 };

const BY_WAVE = statement(
  'funnel-by-wave',
  { waveNumber: column.int4, ...countColumns },
  `select wave_number as "waveNumber", ${counts} from registration where wave_number = any($1::int[]) group by 1`,
);

const BY_REGION = statement(
  'funnel-by-region',
  { waveNumber: column.int4, regionCode: column.text, ...countColumns },
  `select wave_number as "waveNumber",
      case when $2 = 'PROVINCE' then left(region_code, 2) else region_code end as "regionCode", ${counts}
    from registration where wave_number = any($1::int[]) group by 1, 2 order by 1, 2`,
);

const none = { applied: 0, eligible: 0, selected: 0 };

/** Funnels of waves. */
export const funnelByWave = (database: Database) =>
  new DataLoader(async (numbers: readonly number[]) => {
    const rows = await database.rows(BY_WAVE, [numbers]);
    const byWave = new Map(rows.map((row) => [row.waveNumber, row]));
    return numbers.map((number) => byWave.get(number) ?? none);
  });

const regionFunnels = (database: Database, level: RegionLevel) =>
  new DataLoader(async (numbers: readonly number[]) => {
    const rows = await database.rows(BY_REGION, [numbers, level]);
    const byWave = Map.groupBy(rows, ({ waveNumber }) => waveNumber);
    return numbers.map((number) => byWave.get(number) ?? []);
  });

/** Funnels of waves by region: one statement for each level that the query asks for. */
export const funnelByRegion = (database: Database) => {
  const byLevel = new Map<RegionLevel, ReturnType<typeof regionFunnels>>();
  return (level: RegionLevel, waveNumber: number) => {
    const loader = byLevel.get(level) ?? regionFunnels(database, level);
    byLevel.set(level, loader);
    return loader.load(waveNumber);
  };
};
