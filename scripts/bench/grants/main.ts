// How fast payments grants the training balances of a wave, and returns what is left of them after their last day.
import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import type pg from 'pg';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { jakartaDayAfter } from '../../../subgraphs/kit/jakarta.ts';
import { ExpiryService } from '../../../subgraphs/payments/balance/expiry.service.ts';
import { commitFunds } from '../../../subgraphs/payments/budget/index.ts';
import { payments } from '../../../subgraphs/payments/features.ts';
import { postBudget } from '../../../subgraphs/payments/ledger/budget.service.ts';
import { keepMemorySmall } from '../../graph/import/memory.ts';
import { randomVaultKeys } from '../../stack/secrets.ts';
import { openPool, print, runBench } from '../run.ts';
import { benchKey, openBenchDatabase, openBenchSubgraph, perSecond } from '../subgraph.ts';
import { openInbox } from './events.ts';

const PORT = 21_993;
const PEOPLE = 800_000;
const MOST_SECONDS = 60;
const MOST_MB = 300;
/** Recipients of one event. */
const CHUNK = 1_000;
/** Events at the same time. */
const AT_ONCE = 2;
const WAVE = 1;
const BALANCE = 3_500_000;

const help = `
npm run bench -- grants [--people N]

How many training balances a second payments grants, by events of ${CHUNK} recipients that its inbox takes, beside the least
that it takes: a balance and a posting for each by set-based SQL. ${PEOPLE} people take at most ${MOST_SECONDS} s and ${MOST_MB} MB.
Then the wave's last day passes, and what is left returns: the work is killed midway and goes on by itself.
  --people  of the wave (default ${PEOPLE})
`;

const FLOOR_TABLES = `create table floor_balance (participant_id uuid primary key, wave integer not null, granted bigint not null);
  create table floor_posting (entry_id uuid not null, participant_id uuid not null, amount bigint not null);
  create index on floor_posting (entry_id); create index on floor_posting (participant_id)`;
const FLOOR = `with granted as (
    insert into floor_balance select id, 1, 3500000 from unnest($1::uuid[]) as id order by id returning participant_id
  )
  insert into floor_posting select $2, participant_id, 3500000 from granted`;

/** Grants chunk by chunk, with ids that are made then: the memory is that of the service. @returns people a second */
const inChunks = async (people: number, one: (ids: string[]) => Promise<unknown>): Promise<number> => {
  const sizes = Array.from({ length: Math.ceil(people / CHUNK) }, (_, index) =>
    Math.min(CHUNK, people - index * CHUNK),
  );
  const chunks = await perSecond(sizes, {
    atOnce: AT_ONCE,
    one: (size) => one(Array.from({ length: size }, () => uuidv7())),
  });
  return Math.round((chunks / sizes.length) * people);
};

const floorOf = async (pool: pg.Pool, people: number): Promise<number> => {
  await pool.query(FLOOR_TABLES);
  return inChunks(people, (ids) => pool.query(FLOOR, [ids, uuidv7()]));
};

const peakMb = () => Math.round(process.resourceUsage().maxRSS / 1_024);

const EXPIRED = `select count(*)::int as people, coalesce(sum(returned), 0)::text as rupiah,
    (select count(*)::int from journal_entry where kind = 'RETURN') as entries
  from training_balance where returned > 0`;

/** Returns all balances, a year after; the first worker loses its connection midway. */
const expire = async (database: Parameters<typeof openInbox>[1], pool: pg.Pool, people: number): Promise<boolean> => {
  const later = new Date(Date.now() + 400 * 86_400_000);
  const expiries = new ExpiryService({ database, now: () => later });
  const startedMs = performance.now();
  const first = expiries.run().catch(() => 'killed');
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state <> 'idle'
    and pid <> pg_backend_pid()`;
  for (;;) {
    const [row] = (await pool.query<{ people: number }>(EXPIRED)).rows;
    if (row && row.people * 3 > people) break;
    await delay(200);
  }
  await pool.query(kill);
  const wasKilled = (await first) === 'killed';
  await expiries.run();
  const seconds = Number(((performance.now() - startedMs) / 1_000).toFixed(1));
  const [row] = (await pool.query<{ people: number; rupiah: string; entries: number }>(EXPIRED)).rows;
  const isWhole = row?.people === people && BigInt(row.rupiah) === BigInt(people) * BigInt(BALANCE);
  print({ expired: row, wasKilled, seconds, perSecond: Math.round(people / seconds), peakMb: peakMb() });
  return isWhole && wasKilled && peakMb() <= MOST_MB;
};

await runBench(
  { name: 'grants', help, options: { people: { type: 'string', default: String(PEOPLE) } } },
  async (run) => {
    // What V8 keeps beyond what is used is not the memory that the work takes.
    keepMemorySmall();
    setFlagsFromString('--heap-growing-percent=50');
    const people = run.count('people');
    const owner = { name: 'payments', features: payments, port: PORT };
    const { database, url } = await openBenchDatabase(run, owner);
    const { d: _private, ...publicKey } = benchKey();
    const env = {
      VAULT_KEYS: JSON.stringify(randomVaultKeys()),
      PURCHASE_TOKEN_PUBLIC_KEY: JSON.stringify(publicKey),
    };
    const { services } = openBenchSubgraph(database, { name: 'payments', features: payments, env });
    const announce = await openInbox(run.ending, database, services);
    const at = new Date();
    const year = Number(jakartaDayAfter(at, 0).slice(0, 4));
    const amount = BigInt(people + 2 * CHUNK) * BigInt(BALANCE);
    const facts = { reference: 'commit:bench', at, requestId: 'bench-0001' };
    await database.orm.em.fork().transactional(async (em) => {
      await postBudget(em, { year, amount, from: `${year}-01-01` }, 'bench-0001');
      await commitFunds(em, { wave: WAVE, year, amount, ...facts });
    });
    const announced = { wave: WAVE, trainingBalance: BALANCE, time: at.toISOString() };
    print({ idleMb: peakMb() });
    const startedMs = performance.now();
    const ours = await inChunks(people, (ids) => announce(ids, announced));
    const seconds = Number(((performance.now() - startedMs) / 1_000).toFixed(1));
    const grantedMb = peakMb();
    const pool = openPool(run.ending, { connectionString: url, max: AT_ONCE });
    const reference = await floorOf(pool, people);
    print({ people, seconds, peakMb: grantedMb });
    const isReturned = await expire(database, pool, people);
    const ratio = Number((ours / reference).toFixed(3));
    const goal = Math.round(PEOPLE / MOST_SECONDS);
    const pass = ours >= goal && grantedMb <= MOST_MB && isReturned;
    print({ bench: 'grants', unit: 'balances/s', ours, reference, ratio, goal, seconds, peakMb: grantedMb, pass });
    return pass;
  },
);
