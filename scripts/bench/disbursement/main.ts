// How many payouts the engine sends and settles in a second, on a durable PostgreSQL, beside the same calls with two inserts.
import 'reflect-metadata';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { entitiesOf, migrationsOf } from '../../../subgraphs/kit/assembly.ts';
import { type Database, openDatabase } from '../../../subgraphs/kit/database.ts';
import { createOutbox } from '../../../subgraphs/kit/events/outbox.ts';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { migrate } from '../../../subgraphs/kit/migrate.ts';
import { Vault } from '../../../subgraphs/kit/vault/vault.ts';
import { BatchService } from '../../../subgraphs/payments/batch/batch.service.ts';
import { payments } from '../../../subgraphs/payments/features.ts';
import { postBudget } from '../../../subgraphs/payments/ledger/budget.service.ts';
import { inheritedEnv } from '../../env.ts';
import { ensureDatabases, startCluster } from '../../postgres.ts';
import { print, runBench } from '../run.ts';
import { makePayoutsDue } from './fixture.ts';
import { FLOOR_TABLES } from './floor.ts';

const GOAL = 0.5;
const PORT = 21_994;
const WORKERS = [1, 2, 4];
const WARM_PAYOUTS = 500;

const help = `
npm run bench -- disbursement [--payouts N] [--rounds N] [--concurrency N]

How many payouts the engine sends and settles in a second with one worker, beside the same HTTP calls with an insert before
and one after each; at least ${GOAL} of it. Then with 2 and 4 workers, and the processor time of a worker for a payout.
  --payouts      of a round (default 10000)
  --rounds       of each number of workers (default 3); the median counts
  --concurrency  calls at a time of a worker (default 64); the floor has as many, and as many connections
`;

const options = {
  payouts: { type: 'string', default: '10000' },
  rounds: { type: 'string', default: '3' },
  concurrency: { type: 'string', default: '64' },
} as const;

const begin = (script: string, given: object): ChildProcess =>
  spawn(process.execPath, ['--import', './scripts/loader.mjs', script, JSON.stringify(given)], {
    env: inheritedEnv(),
    stdio: ['pipe', 'pipe', 'inherit'],
  });

const linesOf = (child: ChildProcess) => {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  return async () => String((await once(lines, 'line'))[0]);
};

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

const isSettled = async (database: Database): Promise<boolean> => {
  const { rows } = await database.pool.query(`select exists (select from disbursement
    where status in ('APPROVED', 'SENT', 'UNKNOWN')) as "isUnderWay"`);
  return !rows[0].isUnderWay;
};

/** Ends workers; returns the processor time that all of them used. */
const endWorkers = async (children: readonly ChildProcess[], lines: readonly (() => Promise<string>)[]) => {
  const used = lines.map((next) => next());
  const ended = children.map((child) => once(child, 'exit'));
  for (const child of children) child.kill('SIGTERM');
  const usedMs = (await Promise.all(used)).reduce((sum, ms) => sum + Number(ms), 0);
  await Promise.all(ended);
  return usedMs;
};

const callerOf = (id: string) => ({ id, org: null, can: () => true });

/** Approves all that is due; what is approved is sent from then on. */
const approve = async (database: Database): Promise<void> => {
  const outbox = createOutbox({ source: 'payments', subscriptions: [] });
  const batches = new BatchService({ now: () => new Date(), outbox });
  const anything = { wave: null, entitlement: null, partner: null };
  const call = { caller: callerOf('maker'), key: uuidv7(), requestId: 'bench' };
  const { batch } = await batches.create(database.orm.em.fork(), anything, call);
  // What asking the partners about accounts costs is not measured here.
  await database.pool.query('delete from batch_wallet_check');
  if (batch === null) throw new Error('nothing of what is due could be put into a batch');
  await batches.approve(database.orm.em.fork(), batch, { caller: callerOf('checker') });
};

/** An empty, migrated database of payments with money to pay out. */
const openPayments = async (url: string): Promise<Database> => {
  const definition = { entities: entitiesOf(payments), migrations: migrationsOf(payments) };
  const database = await openDatabase({ url, name: 'bench', ...definition });
  await migrate(database);
  await database.pool.query(FLOOR_TABLES);
  await database.orm.em
    .fork()
    .transactional((em) => postBudget(em, { year: 2026, amount: 10n ** 13n, from: '2026-01-01' }, 'bench'));
  return database;
};

await runBench({ name: 'disbursement', help, options }, async ({ ending, directory, count }) => {
  const payouts = count('payouts');
  const rounds = count('rounds');
  const concurrency = count('concurrency');
  const cluster = await startCluster({ dataDir: join(directory(), 'postgres'), port: PORT, maxConnections: 300 });
  ending.defer(() => cluster.stop());
  const { payments: url = '' } = await ensureDatabases(cluster.adminUrl, ['payments'], () => 'bench');
  const database = await openPayments(url);
  ending.defer(() => database.close());
  const secret = () => randomBytes(32).toString('base64url');
  const keys = { current: 'bench', keys: { bench: secret() }, index: secret() };
  const vault = new Vault(keys);
  const wallet = begin('scripts/bench/disbursement/wallet.mjs', {});
  ending.defer(() => void wallet.kill('SIGKILL'));
  const walletUrl = `http://127.0.0.1:${await linesOf(wallet)()}`;
  const worker = 'scripts/bench/disbursement/worker.ts';

  const floorOf = async (some: number): Promise<number> => {
    const child = begin(worker, { url, walletUrl, floor: some, concurrency });
    const next = linesOf(child);
    await next();
    const told = next();
    child.stdin?.write('go\n');
    return Math.round(some / (Number(await told) / 1_000));
  };
  /** Processor time of one worker for each payout, which a busy machine does not change much. */
  const cpuMs: number[] = [];
  const oursWith = async (workers: number, some: number): Promise<number> => {
    await makePayoutsDue(database, some, { vault });
    await database.pool.query('vacuum analyze');
    const children = Array.from({ length: workers }, () => begin(worker, { url, walletUrl, keys, concurrency }));
    const lines = children.map(linesOf);
    await Promise.all(lines.map((next) => next()));
    await approve(database);
    const startedMs = performance.now();
    while (!(await isSettled(database))) await delay(25);
    const perSecond = Math.round(some / ((performance.now() - startedMs) / 1_000));
    const usedMs = await endWorkers(children, lines);
    if (workers === 1) cpuMs.push(usedMs / some);
    return perSecond;
  };

  await oursWith(1, WARM_PAYOUTS);
  await floorOf(WARM_PAYOUTS);
  const found: Record<string, number[]> = { floor: [], ...Object.fromEntries(WORKERS.map((each) => [each, []])) };
  for (let round = 1; round <= rounds; round += 1) {
    found.floor?.push(await floorOf(payouts));
    for (const workers of WORKERS) found[workers]?.push(await oursWith(workers, payouts));
    print({ round, ...Object.fromEntries(Object.entries(found).map(([name, all]) => [name, all.at(-1)])) });
  }
  const paid = (await (await fetch(`${walletUrl}/paid`)).json()) as { most: number };
  const ours = median(found[1] ?? []);
  const reference = median(found.floor ?? []);
  const ratio = Number((ours / reference).toFixed(3));
  const byWorkers = Object.fromEntries(WORKERS.map((workers) => [workers, median(found[workers] ?? [])]));
  const pass = ratio >= GOAL && paid.most === 1;
  const cpuMsOfPayout = Number(median(cpuMs).toFixed(3));
  const speeds = { unit: 'payouts/s', ours, reference, ratio, goal: GOAL };
  print({ bench: 'disbursement', ...speeds, byWorkers, cpuMsOfPayout, pass });
  return pass;
});
