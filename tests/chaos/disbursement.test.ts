import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { ensureDatabases, startCluster } from '../../scripts/postgres.ts';
import { entitiesOf, invariantsOf, migrationsOf } from '../../subgraphs/kit/assembly.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { createOutbox } from '../../subgraphs/kit/events/outbox.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { postBudget } from '../../subgraphs/payments/ledger/budget.service.ts';
import { HearService } from '../../subgraphs/payments/order/hear.service.ts';
import { SuspectService } from '../../subgraphs/payments/order/suspect.service.ts';
import { newDirectory } from '../testkit/directory.ts';
import { approveAll, checker, firstLine, makeDue, maker, startProcess, startWallet } from '../testkit/payouts.ts';
import { freePort } from '../testkit/port.ts';
import { until } from '../testkit/until.ts';
import { keysOf } from '../testkit/vault.ts';
import { disbursementEnv } from './env.ts';

const { PAYOUTS } = disbursementEnv();
const KILLS = 6;
const WORKERS = 2;
const settings = { callMs: 1_500, leaseMs: 3_000, firstPauseMs: 200, longestPauseMs: 2_000, idleMs: 50 };
const RESEND_WAIT_MS = 2_500;
const DAY_MS = 25 * 3_600_000;
const WITHIN_MS = 120_000 + PAYOUTS * 3;

/** A durable PostgreSQL of its own, which can be killed and comes back with what it has acknowledged. */
const openPayments = async () => {
  const dataDir = newDirectory('payouts');
  const options = { dataDir, port: await freePort() };
  let cluster = await startCluster(options);
  const { payments: url = '' } = await ensureDatabases(cluster.adminUrl, ['payments'], () => 'secret');
  const database = await openDatabase({
    url,
    name: 'test',
    entities: entitiesOf(payments),
    migrations: migrationsOf(payments),
  });
  await migrate(database);
  await database.orm.em
    .fork()
    .transactional((em) => postBudget(em, { year: 2026, amount: 10n ** 13n, from: '2026-01-01' }, 'test'));
  onTestFinished(async () => {
    await database.close();
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const kill = async () => {
    const [pid] = readFileSync(join(dataDir, 'pgdata', 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await cluster.ended;
    cluster = await startCluster(options);
  };
  const rows = async <T>(text: string, values: unknown[] = []): Promise<T[]> => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query(text, values)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  return { url, database, kill, rows };
};

const counts = async (rows: Awaited<ReturnType<typeof openPayments>>['rows']): Promise<Record<string, number>> => {
  const found = await rows<{ status: string; count: number }>(
    'select status, count(*)::int from disbursement group by 1',
  ).catch(() => []);
  return Object.fromEntries(found.map(({ status, count }) => [status, count]));
};

interface WorkerOptions {
  url: string;
  walletUrl: string;
  keys: object;
  refusesDuplicates: boolean;
  clockMs?: number;
  stopsBeforePay?: number;
}

const startWorker = async ({ refusesDuplicates, ...options }: WorkerOptions): Promise<ChildProcess> => {
  const adapter = { refusesDuplicates, resendWaitMs: RESEND_WAIT_MS };
  const child = startProcess('tests/testkit/payout-worker.process.ts', [
    JSON.stringify({ ...options, settings, adapter }),
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await firstLine(child);
  return child;
};

const open = async (refusesDuplicates: boolean, faults: object) => {
  const keys = keysOf('2026-01');
  const running = await openPayments();
  const wallet = await startWallet({ refusesDuplicates, ...faults });
  const worker = { url: running.url, walletUrl: wallet.url, keys, refusesDuplicates };
  return { ...running, wallet, worker, vault: new Vault(keys) };
};

type PayoutWorld = Awaited<ReturnType<typeof open>>;

const broken = async ({ rows }: PayoutWorld) => {
  const found: object[] = [];
  for (const { name, sql } of invariantsOf(payments)) {
    const some = await rows(sql);
    if (some.length > 0) found.push({ name, some: some.slice(0, 3) });
  }
  return found;
};

/** Kills workers with -9 at six moments of the way, and PostgreSQL at one. */
const payWhileKilling = async ({ kill, wallet, worker }: PayoutWorld): Promise<ChildProcess[]> => {
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => startWorker(worker)));
  for (let killed = 0; killed < KILLS; killed += 1) {
    await until(
      async () => wallet.moved(),
      (count) => count >= (PAYOUTS * (killed + 1)) / (KILLS + 2),
      WITHIN_MS,
    );
    const [victim] = workers.splice(0, 1);
    victim?.kill('SIGKILL');
    // Before the next one starts: one that finds no server ends at once, as a service would be started anew.
    if (killed === 2) await kill();
    workers.push(await startWorker(worker));
  }
  return workers;
};

/** Counts payouts; of many not so often that the counting is what the machine does. */
const countSometimes = async (rows: PayoutWorld['rows']) => {
  await delay(PAYOUTS / 200);
  return counts(rows);
};

const underWay = ({ APPROVED = 0, SENT = 0, UNKNOWN = 0 }: Record<string, number>) => APPROVED + SENT + UNKNOWN;

test('every payout is paid once, though workers are killed six times, PostgreSQL once, and the wallet errs', async () => {
  const opened = await open(true, { failing: 0.01, silent: 0.01 });
  const { database, rows, wallet, vault } = opened;
  await makeDue(database, PAYOUTS, { vault });
  await approveAll(database, { vault });
  const begun = performance.now();
  await payWhileKilling(opened);
  await until(
    () => countSometimes(rows),
    (found) => found.SETTLED === PAYOUTS,
    WITHIN_MS,
  );
  const tookMs = Math.round(performance.now() - begun);
  expect(await counts(rows)).toEqual({ SETTLED: PAYOUTS });
  const paid = wallet.paid();
  expect([paid.size, Math.max(...paid.values())]).toEqual([PAYOUTS, 1]);
  const references = await rows<{ reference: string }>('select reference from disbursement_order order by 1');
  expect(references.map(({ reference }) => reference)).toEqual([...paid.keys()].toSorted());
  expect(await rows('select sum(amount)::int from posting')).toEqual([{ sum: 0 }]);
  expect(await broken(opened)).toEqual([]);
  process.stdout.write(`${PAYOUTS} payouts in ${tookMs} ms with ${KILLS} kills of workers and one of PostgreSQL\n`);
}, 400_000);

test('a wallet that pays duplicates is never sent one: what stays unclear is a suspect, and people let it be paid', async () => {
  const opened = await open(false, { failing: 0.01, silent: 0.01 });
  const { database, rows, wallet, vault, worker } = opened;
  await makeDue(database, PAYOUTS, { vault });
  await approveAll(database, { vault });
  const workers = await payWhileKilling(opened);
  // What the wallet has not booked stays unclear, and nothing else does.
  const isClear = (found: Record<string, number>) => found.SETTLED === wallet.moved() && !found.APPROVED;
  await until(() => countSometimes(rows), isClear, WITHIN_MS);
  const { SETTLED = 0, ...others } = await counts(rows);
  expect(SETTLED).toBe(wallet.paid().size);
  expect(Math.max(...wallet.paid().values())).toBe(1);
  expect(underWay(others)).toBe(PAYOUTS - SETTLED);
  for (const each of workers) each.kill('SIGKILL');

  // A day later nobody can know: two people decide by the wallet's book.
  const later = await startWorker({ ...worker, clockMs: DAY_MS });
  await until(
    () => counts(rows),
    (found) => underWay(found) === 0,
    WITHIN_MS,
  );
  later.kill('SIGKILL');
  const suspects = await rows<{ id: string }>(`select id from disbursement where status = 'SUSPECT'`);
  expect(suspects.length).toBe(PAYOUTS - SETTLED);
  const outbox = createOutbox({ source: 'payments', subscriptions: [] });
  const now = () => new Date();
  const service = new SuspectService({ hears: new HearService({ outbox, now, random: Math.random }), now });
  const said = { outcome: 'NOT_PAID', evidence: 'not in the settlement file' } as const;
  for (const { id } of suspects) {
    for (const caller of [maker, checker]) {
      await service.resolve(database.orm.em.fork(), { disbursement: id, ...said }, { caller });
    }
  }
  await wallet.turn({ failing: 0, silent: 0 });
  await approveAll(database, { vault });
  await startWorker(worker);
  await until(
    () => countSometimes(rows),
    (found) => found.SETTLED === PAYOUTS,
    WITHIN_MS,
  );
  expect(await counts(rows)).toEqual({ SETTLED: PAYOUTS });
  const paid = wallet.paid();
  expect([paid.size, Math.max(...paid.values())]).toEqual([PAYOUTS, 1]);
  const accounts = new Set(wallet.lines().map((line) => line.split(' ')[1]));
  expect(accounts.size).toBe(PAYOUTS);
  expect(await broken(opened)).toEqual([]);
}, 400_000);

test('a worker that was stopped before it sent, and goes on after another has settled, pays nothing twice', async () => {
  const opened = await open(true, {});
  const { database, rows, wallet, vault, worker } = opened;
  await makeDue(database, 100, { vault });
  await approveAll(database, { vault });
  const stopped = await startWorker({ ...worker, stopsBeforePay: 40 });
  await until(
    async () => readFileSync(`/proc/${stopped.pid}/stat`, 'utf8').split(' ')[2],
    (state) => state === 'T',
  );
  await startWorker(worker);
  await until(
    () => counts(rows),
    (found) => found.SETTLED === 100,
    WITHIN_MS,
  );
  expect(await counts(rows)).toEqual({ SETTLED: 100 });
  const before = await rows('select count(*)::int from posting');
  stopped.kill('SIGCONT');
  stopped.kill('SIGTERM');
  await new Promise((ended) => stopped.once('exit', ended));
  expect([wallet.paid().size, Math.max(...wallet.paid().values())]).toEqual([100, 1]);
  expect(await counts(rows)).toEqual({ SETTLED: 100 });
  expect(await rows('select count(*)::int from posting')).toEqual(before);
  expect(await broken(opened)).toEqual([]);
}, 120_000);
