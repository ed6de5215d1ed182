// How many registrations a second the screening judges, with decisions stored, on a durable PostgreSQL.
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { migrationsOf } from '../../../subgraphs/kit/assembly.ts';
import { type Database, openDatabase } from '../../../subgraphs/kit/database.ts';
import { migrate } from '../../../subgraphs/kit/migrate.ts';
import { pmo } from '../../../subgraphs/pmo/features.ts';
import { PolicyService } from '../../../subgraphs/pmo/policy/index.ts';
import { ensureDatabases, startCluster } from '../../postgres.ts';
import { print, runBench } from '../run.ts';

const GOAL = 100_000;
const PORT = 21_980;
const WAVE = 19;

const help = `
npm run bench -- screen [--people N] [--chunk N] [--streams N]

How many registrations a second the screening of a wave judges; the goal is ${GOAL}.
  --people   in the wave (default 1000000)
  --chunk    judged in one transaction (default 200000)
  --streams  at the same time (default 2)
`;

interface Range {
  after: string | null;
  until: string;
}

interface Counts {
  done: number;
  eligible: number;
  longestMs: number;
}

// As real waves are: 1 in 10 gets social aid, 1 in 50 received before, half of the family cards have two applicants.
const fillWith = (people: number) => [
  `insert into wave (number, status, policy_version, quota, is_synthetic) values (${WAVE}, 'CLOSED', '2020-B', 800000, true)`,
  `create table registration_w${WAVE} partition of registration for values in (${WAVE})`,
  `create temp table made as select at, uuidv7() as id, uuid_send(gen_random_uuid()) as nik, decode(md5('kk' || at / 2), 'hex') as kk
    from generate_series(0, ${people} - 1) as at`,
  `insert into participant (id, status, name, birth_date, region_code, work_status, occupation, registered_at)
    select id, 'APPLICANT', 'Siti', date '1955-01-01' + (at % 18000), '32.73', 'WORKER', case at % 97 when 0 then 'POLICE' else 'NONE' end,
      now() from made`,
  `insert into nik_claim select nik, id from made`,
  `insert into participant_identity (participant_id, sealed, kk_index) select id, '\\x00', kk from made`,
  `insert into kk_claim select kk, 1 + at % 2, id, ${WAVE} from made`,
  `insert into award_claim select id, 1 from made where at % 50 = 0`,
  `insert into barred_entry select 'SOCIAL_AID', nik, 1, null from made where at % 10 = 0`,
  `insert into barred_entry select 'STUDENTS', uuid_send(gen_random_uuid()), 1, null from generate_series(1, ${people})`,
  `insert into registration (wave_number, participant_id, region_code, status, joined_at)
    select ${WAVE}, id, '32.73', 'JOINED', now() from made`,
  'analyze',
];

const policies = new PolicyService({ now: () => new Date() });

const add = (all: readonly Counts[], pick: (counts: Counts) => number) =>
  all.reduce((sum, each) => sum + pick(each), 0);

/** One stream: chunk after chunk behind `after`, up to and with `until`. */
const screenRange = async (database: Database, chunk: number, { after, until }: Range): Promise<Counts> => {
  const client = await database.pool.connect();
  const counts = { done: 0, eligible: 0, longestMs: 0 };
  for (let cursor = after, isFirst = true; isFirst || cursor; isFirst = false) {
    const startedMs = performance.now();
    await client.query('begin');
    const found = await policies.screen(client, { wave: WAVE, asOf: '2021-09-04', after: cursor, until, limit: chunk });
    await client.query('commit');
    counts.longestMs = Math.max(counts.longestMs, Math.round(performance.now() - startedMs));
    counts.done += found.done;
    counts.eligible += found.eligible;
    cursor = found.cursor;
  }
  client.release();
  return counts;
};

const rangesOf = async (client: PoolClient, streams: number): Promise<Range[]> => {
  const { rows } = await client.query<{ last: string }>(
    `select max(participant_id::text) as last from (
      select participant_id, ntile($1) over (order by participant_id) as stream from registration where wave_number = $2
    ) as split group by stream order by 1`,
    [streams, WAVE],
  );
  return rows.map(({ last }, at) => ({ after: rows[at - 1]?.last ?? null, until: last }));
};

const bytesOf = `select pg_size_pretty(pg_total_relation_size('policy_decision_w${WAVE}')) as decisions,
  (select count(*)::int from policy_facts) as "distinctFacts"`;

const options = {
  people: { type: 'string', default: '1000000' },
  chunk: { type: 'string', default: '200000' },
  streams: { type: 'string', default: '2' },
} as const;

await runBench({ name: 'screen', help, options }, async ({ ending, directory, count }) => {
  const people = count('people');
  const chunk = count('chunk');
  const streams = count('streams');
  const cluster = await startCluster({ dataDir: join(directory(), 'postgres'), port: PORT });
  ending.defer(() => cluster.stop());
  const { pmo: url = '' } = await ensureDatabases(cluster.adminUrl, ['pmo'], () => 'bench');
  const database = await openDatabase({ url, name: 'bench', entities: [], migrations: migrationsOf(pmo) });
  await migrate(database);
  const client = await database.pool.connect();
  await client.query('set statement_timeout = 0');
  for (const statement of fillWith(people)) await client.query(statement);
  const ranges = await rangesOf(client, streams);
  const startedMs = performance.now();
  const screened = await Promise.all(ranges.map((range) => screenRange(database, chunk, range)));
  const seconds = (performance.now() - startedMs) / 1_000;
  const { rows } = await client.query<object>(bytesOf);
  client.release();
  await database.close();
  const counted = { done: add(screened, ({ done }) => done), eligible: add(screened, ({ eligible }) => eligible) };
  const longestMs = Math.max(...screened.map((each) => each.longestMs));
  print({ streams, chunk, seconds: Number(seconds.toFixed(1)), ...counted, longestMs, ...rows[0] });
  const ours = Math.round(people / seconds);
  const verdict = { reference: GOAL, ratio: Number((ours / GOAL).toFixed(2)), goal: GOAL, pass: ours >= GOAL };
  print({ bench: 'screen', unit: 'registrations/s', ours, ...verdict });
  return verdict.pass;
});
