import DataLoader from 'dataloader';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import { gather } from '../../kit/gather.ts';
import type { Page } from '../../kit/page.ts';
import { isOneOf, queriesOver, type Schema } from '../../kit/query.ts';
import { WaveEntity, WaveFigureEntity, WaveStepEntity } from './wave.entity.ts';
import type { WaveStatus } from './wave.status.ts';
import type { WaveType } from './wave.type.ts';

const LARGEST_INTEGER = 2_147_483_647;

const query = queriesOver(WaveEntity, WaveFigureEntity, WaveStepEntity);

interface Numbers {
  numbers: readonly number[];
}

const waves = (db: Kysely<Schema<typeof WaveEntity>>) =>
  db
    .selectFrom('wave')
    .select(['number', 'status', 'policyVersion', 'quota', 'opensAt', 'closesAt', 'announcedAt', 'purchaseDeadline'])
    .select(['cancelledAt', 'cancelReason', 'isSynthetic', sql<number>`freed - reoffered`.as('freePlaces')]);

const BY_NUMBER = query<Numbers>()('wave-by-number', (db, { numbers }) =>
  waves(db).where(isOneOf('number', numbers, 'int')),
);

interface ListValues {
  /** Null for the first page. */
  before: number | null;
  /** Null for all states. */
  status: WaveStatus | null;
  rows: number;
}

const LIST = query<ListValues>()('wave-list', (db, { before, status, rows }) =>
  waves(db)
    .where(sql<boolean>`(${before}::int is null or number < ${before})`)
    .where(sql<boolean>`(${status}::text is null or status = ${status})`)
    .orderBy('number', 'desc')
    .limit(rows),
);

const FIGURES = query<Numbers>()('wave-figures', (db, { numbers }) =>
  db
    .selectFrom('wave_figure')
    .select(['waveNumber', 'name', sql<number>`value::int`.as('value'), 'asOf', 'definition', 'source'])
    .where(isOneOf('waveNumber', numbers, 'int'))
    .orderBy('waveNumber')
    .orderBy('name')
    .orderBy('source'),
);

const STEPS = query<Numbers>()('wave-steps', (db, { numbers }) =>
  db
    .selectFrom('wave_step')
    .select(['waveNumber', 'step', sql<boolean>`status = 'RUNNING'`.as('isRunning'), 'done', 'total'])
    .select(['startedAt', 'updatedAt', 'finishedAt', 'errorId'])
    .where(isOneOf('waveNumber', numbers, 'int'))
    .orderBy('waveNumber')
    .orderBy('startedAt'),
);

/** Key of the list: waves are listed newest first. */
export type WaveKey = [number];

type ReadWave = (number: number) => Promise<WaveType | null>;

/** Reads the waves that all requests of a moment ask for by one statement: the open one is asked for by everybody. */
export const waveReader = (database: Database): ReadWave =>
  gather({
    run: async (wanted: readonly number[]) => {
      const numbers = [...new Set(wanted)].filter((number) => number <= LARGEST_INTEGER);
      const found = new Map((await database.read(BY_NUMBER, { numbers })).map((wave) => [wave.number, wave]));
      return wanted.map((number) => found.get(number) ?? null);
    },
    keysOf: () => [],
  });

export const waveByNumber = (read: ReadWave) =>
  new DataLoader<number, WaveType | null>((numbers) => Promise.all(numbers.map(read)));

export const listWaves = (database: Database, page: Page<WaveKey>, status: WaveStatus | null): Promise<WaveType[]> =>
  database.read(LIST, { before: page.after?.[0] ?? null, status, rows: page.first + 1 });

/** Rows of many waves by wave, in one statement. */
const manyByWave = <Row extends { waveNumber: number }>(fetch: (values: Numbers) => Promise<Row[]>) =>
  new DataLoader<number, Row[]>(async (numbers) => {
    const byWave = Map.groupBy(await fetch({ numbers }), ({ waveNumber }) => waveNumber);
    return numbers.map((number) => byWave.get(number) ?? []);
  });

/** Published figures of waves. */
export const figuresByWave = (database: Database) => manyByWave((values) => database.read(FIGURES, values));

/** Long steps of waves, oldest first. */
export const stepsByWave = (database: Database) => manyByWave((values) => database.read(STEPS, values));
