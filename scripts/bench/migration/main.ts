// How long pmo's migrations take over as many people as there may ever be, and how long its readers and writers wait.
import { join } from 'node:path';
import pg from 'pg';
import { migrationsOf } from '../../../subgraphs/kit/assembly.ts';
import { openDatabase } from '../../../subgraphs/kit/database.ts';
import { migrate } from '../../../subgraphs/kit/migrate.ts';
import { pmo } from '../../../subgraphs/pmo/features.ts';
import { ensureDatabases, startCluster } from '../../postgres.ts';
import { UsageError } from '../../usage.error.ts';
import { print, runBench } from '../run.ts';
import { figuresOf, quantile } from '../times.ts';
import { fill } from './fill.ts';
import { beside, type TimedRequest } from './load.ts';

const PORT = 21_860;
const GOAL_MS = 2_000;

const help = `
npm run bench -- migration [--people N] [--identities N] [--behind NAME] [--data DIR]

Runs pmo's migrations behind NAME on a durable PostgreSQL, beside people who register and are read: how long each takes,
how long requests wait, and how many fail. Goal: none, and none waits for longer than ${GOAL_MS} ms.
  --people      rows of participant (default 1000000); 75000000 need 40 GB of the disk
  --identities  of them, how many have a NIK and an identity (default 100000)
  --behind      the last migration that is there before (default 105-participant-waves)
  --data        where the database is, and stays: filled by an earlier run, it is migrated as it is
`;

const options = {
  people: { type: 'string', default: '1000000' },
  identities: { type: 'string', default: '100000' },
  behind: { type: 'string', default: '105-participant-waves' },
  data: { type: 'string' },
} as const;

const open = (url: string, count?: number) =>
  openDatabase({ url, name: 'bench', entities: [], migrations: migrationsOf(pmo).slice(0, count) });

const SIZES = `select pg_size_pretty(pg_total_relation_size('participant')) as participant,
  pg_size_pretty(pg_total_relation_size('participant_identity')) as identity, pg_size_pretty(pg_database_size(current_database())) as all`;

const IS_FILLED = 'select exists (select from participant) as is';

interface DoneMigration {
  name: string;
  endedAt: number;
}

const DONE = `select name, (extract(epoch from executed_at) * 1000)::float8 as "endedAt" from mikro_orm_migrations
  order by executed_at, id`;

/** What each migration took, and what happened to those who asked meanwhile. */
const reportOf = (asked: readonly TimedRequest[], done: readonly DoneMigration[], startedAt: number) =>
  done.map(({ name, endedAt }, place) => {
    const beganAt = done[place - 1]?.endedAt ?? startedAt;
    const during = asked.filter((each) => each.beganAt < endedAt && each.beganAt + each.tookMs > beganAt);
    return {
      migration: name,
      seconds: Number(((endedAt - beganAt) / 1_000).toFixed(2)),
      asked: during.length,
      failed: during.filter(({ failure }) => failure).length,
      longestMs: Math.round(Math.max(0, ...during.map(({ tookMs }) => tookMs))),
    };
  });

const indexOf = (behind: string): number => {
  const place = migrationsOf(pmo).findIndex(({ name }) => name === behind);
  if (place < 0) throw new UsageError(`--behind takes the name of a migration of pmo; it was ${behind}`);
  return place + 1;
};

const soFar = (asked: readonly TimedRequest[]) => ({
  asked: asked.length,
  failed: asked.filter(({ failure }) => failure).length,
  longestMs: Math.round(longestOf(asked)),
});

const longestOf = (asked: readonly TimedRequest[]): number =>
  asked.reduce((most, { tookMs }) => Math.max(most, tookMs), 0);

await runBench({ name: 'migration', help, options }, async ({ values, ending, directory, count }) => {
  const before = indexOf(values.behind ?? '');
  const size = { people: count('people'), identities: count('identities') };
  const startedMs = performance.now();
  const report = (step: string) =>
    process.stderr.write(`${Math.round((performance.now() - startedMs) / 1_000)} s ${step}\n`);
  const cluster = await startCluster({ dataDir: join(values.data ?? directory(), 'postgres'), port: PORT });
  ending.defer(() => cluster.stop());
  const { pmo: url = '' } = await ensureDatabases(cluster.adminUrl, ['pmo'], () => 'bench');
  const old = await open(url, before);
  await migrate(old);
  await old.close();
  const admin = new pg.Client({ connectionString: cluster.adminUrl.replace(/postgres$/, 'pmo') });
  admin.on('error', () => undefined);
  await admin.connect();
  if (!(await admin.query<{ is: boolean }>(IS_FILLED)).rows[0]?.is) await fill(admin, size, report);
  await admin.query('analyze participant');
  print({ ...size, ...(await admin.query<object>(SIZES)).rows[0] });
  const database = await open(url);
  const alone = await beside(ending, { url, work: () => new Promise((resolve) => setTimeout(resolve, 5_000)) });
  const usual = figuresOf(
    'nothing beside',
    alone.map(({ tookMs }) => tookMs),
  );
  const startedAt = Date.now();
  const asked = await beside(ending, { url, work: () => migrate(database), report: (all) => print(soFar(all)) });
  const done = (await admin.query<DoneMigration>(DONE)).rows.slice(before);
  for (const each of reportOf(asked, done, startedAt)) print(each);
  print((await admin.query<object>(SIZES)).rows[0] ?? {});
  await database.close();
  await admin.end();
  const failures = Object.groupBy(asked, ({ failure }) => failure ?? 'none');
  const failed = Object.fromEntries(Object.entries(failures).map(([code, all]) => [code, all?.length]));
  print({
    usual,
    beside: figuresOf(
      'migrations',
      asked.map(({ tookMs }) => tookMs),
    ),
    p99: quantile(
      asked.map(({ tookMs }) => tookMs),
      0.99,
    ),
    failed,
  });
  const ours = Math.round(longestOf(asked));
  const pass = ours <= GOAL_MS && asked.every(({ failure }) => !failure);
  print({ bench: 'migration', unit: 'ms', ours, reference: GOAL_MS, ratio: Number((ours / GOAL_MS).toFixed(2)), pass });
  return pass;
});
