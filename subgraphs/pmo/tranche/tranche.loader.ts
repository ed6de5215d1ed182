import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { column, statement } from '../../kit/statement.ts';
import type { WaveTrancheType } from './tranche.type.ts';

const columns = { number: column.int2, startsOn: column.date, places: column.int4 };
const selected = 'tranche.tranche_no as number, starts_on as "startsOn", places';

const BY_WAVE = statement(
  'tranches-by-wave',
  { wave: column.int4, ...columns },
  `select wave_number as wave, ${selected} from wave_tranche tranche where wave_number = any($1::int[])
    order by wave_number, tranche_no`,
);

const BY_AWARD = statement(
  'tranches-by-award',
  { participant: column.uuid, wave: column.int4, ...columns },
  `select participant_id as participant, wave_number as wave, ${selected}
    from award_claim join wave_tranche tranche using (wave_number, tranche_no)
    where participant_id = any($1::uuid[])`,
);

/** A person's award in a wave. */
interface AwardKey {
  participant: string;
  wave: number;
}

const keyOf = ({ participant, wave }: AwardKey) => `${participant} ${wave}`;

const byWave = (database: Pick<Database, 'rows'>) =>
  new DataLoader<number, WaveTrancheType[]>(async (waves) => {
    const found = Map.groupBy(await database.rows(BY_WAVE, [waves]), ({ wave }) => wave);
    return waves.map((wave) => found.get(wave) ?? []);
  });

const byAward = (database: Pick<Database, 'rows'>) =>
  new DataLoader<AwardKey, WaveTrancheType | null, string>(
    async (keys) => {
      const rows = await database.rows(BY_AWARD, [keys.map(({ participant }) => participant)]);
      const found = new Map(rows.map((row) => [keyOf(row), row]));
      return keys.map((key) => found.get(keyOf(key)) ?? null);
    },
    { cacheKeyFn: keyOf },
  );

export const trancheLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  tranches: byWave(database),
  trancheOfAward: byAward(database),
});

export type TrancheLoaders = ReturnType<typeof trancheLoaders>;
