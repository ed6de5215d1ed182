import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import { gather } from '../../kit/gather.ts';
import type { Page } from '../../kit/page.ts';
import type { WaveStatus } from './wave.status.ts';
import type { WaveFigureType, WaveType } from './wave.type.ts';

const LARGEST_INTEGER = 2_147_483_647;

const columns = `number, status, policy_version as "policyVersion", quota, opens_at as "opensAt",
  closes_at as "closesAt", announced_at as "announcedAt", purchase_deadline as "purchaseDeadline",
  freed - reoffered as "freePlaces", is_synthetic as "isSynthetic"`;

const BY_NUMBER = { name: 'wave-by-number', text: `select ${columns} from wave where number = any($1::int[])` };

const LIST = {
  name: 'wave-list',
  text: `select ${columns} from wave
    where ($1::int is null or number < $1) and ($2::text is null or status = $2) order by number desc limit $3`,
};

const FIGURES = {
  name: 'wave-figures',
  text: `select wave_number as "waveNumber", name, value::int, as_of as "asOf", definition, source
    from wave_figure where wave_number = any($1::int[]) order by wave_number, name, source`,
};

type FigureRow = WaveFigureType & { waveNumber: number };

/** Key of the list: waves are listed newest first. */
export type WaveKey = [number];

type ReadWave = (number: number) => Promise<WaveType | null>;

/** Reads the waves that all requests of a moment ask for by one statement: the open one is asked for by everybody. */
export const waveReader = (database: Database): ReadWave =>
  gather({
    run: async (numbers: readonly number[]) => {
      const known = [...new Set(numbers)].filter((number) => number <= LARGEST_INTEGER);
      const rows = await database.rows<WaveType>(BY_NUMBER, [known]);
      return numbers.map((wanted) => rows.find(({ number }) => number === wanted) ?? null);
    },
    keysOf: () => [],
  });

export const waveByNumber = (read: ReadWave) =>
  new DataLoader<number, WaveType | null>((numbers) => Promise.all(numbers.map(read)));

export const listWaves = (database: Database, page: Page<WaveKey>, status: WaveStatus | null) =>
  database.rows<WaveType>(LIST, [page.after?.[0] ?? null, status, page.first + 1]);

/** Published figures of many waves, in one statement. */
export const figuresByWave = async (database: Database, numbers: readonly number[]) => {
  const byWave = Map.groupBy(await database.rows<FigureRow>(FIGURES, [numbers]), ({ waveNumber }) => waveNumber);
  return numbers.map((number) => byWave.get(number) ?? []);
};
