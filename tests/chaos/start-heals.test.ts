import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { processes } from '../../scripts/services.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { graphClient, operation } from '../testkit/client.ts';
import { drawnWave } from '../testkit/drawn-wave.ts';
import { childrenOf, dataDirectory, run, type StartedProcess, stackPort, start } from '../testkit/start.ts';
import { until } from '../testkit/until.ts';

/** How soon all is ready again after a kill. */
const HEALED_MS = 10_000;
let stack: StartedProcess;

beforeAll(async () => {
  stack = await start({ port: await stackPort(), data: dataDirectory(), seed: '600' });
});

afterAll(async () => {
  await stack.end('SIGINT');
  rmSync(stack.data, { recursive: true, force: true });
});

const pidOf = (main: string) => [...childrenOf(stack.pid)].find(([, command]) => command.includes(main))?.[0] as number;

const isReady = async (port: number) => {
  const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
  return answer?.ok ?? false;
};

const allReady = async () =>
  (await Promise.all(processes.map(({ portOffset }) => isReady(stack.port + portOffset)))).every(Boolean);

const count = async (url: string, sql: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rowCount ?? -1;
  } finally {
    await client.end();
  }
};

const databaseOf = (name: string) => readStackFile(stack.data).subgraphs[name]?.databaseUrl ?? '';

test('a service killed with -9 is started again, at once and then later each time, and the terminal says so', async () => {
  for (const [waitMs, ending] of [
    [0, 'again'],
    [500, 'again in 0.5 s (2 deaths in a row)'],
    [1_000, 'again in 1 s (3 deaths in a row)'],
  ] as const) {
    const pid = await until(async () => pidOf('jobs/main.ts'), Boolean);
    const killedMs = performance.now();
    process.kill(pid, 'SIGKILL');
    const next = await until(
      async () => pidOf('jobs/main.ts'),
      (found) => found !== undefined && found !== pid,
    );
    expect(next).not.toBe(pid);
    expect(performance.now() - killedMs).toBeGreaterThan(waitMs * 0.9);
    expect(stack.lines()).toContain(`jobs ended (SIGKILL); starting it ${ending}`);
  }
  expect(await until(allReady, Boolean)).toBe(true);
  expect(await stack.printed(/^jobs is ready again/)).toBeTruthy();
});

test('PostgreSQL killed with -9 is back with every acknowledged write, and the services heal', async () => {
  const officer = graphClient({ url: stack.url, data: stack.data })('officer');
  const winners = await drawnWave(databaseOf('pmo'), 3_001, 400);
  const answer = await officer.query(operation('announce-wave'), {
    number: 3_001,
  });
  const gateway = pidOf('gateway/main.ts');
  const server = Number(readFileSync(join(stack.data, 'postgres/pgdata/postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(server, 'SIGKILL');
  const killedMs = performance.now();
  expect(answer.data.announceWave.refusal).toBeNull();
  expect(await stack.printed(/^PostgreSQL is ready again/)).toBeTruthy();
  expect(await until(allReady, Boolean, 60_000)).toBe(true);
  expect(performance.now() - killedMs).toBeLessThan(stack.within(HEALED_MS));

  expect(await count(databaseOf('pmo'), 'select from award_claim where wave_number = 3001')).toBe(winners.length);
  const granted = await until(
    () => count(databaseOf('payments'), 'select from training_balance where wave_number = 3001'),
    (found) => found >= winners.length,
    30_000,
  );
  expect(granted).toBe(winners.length);
  const journey = await officer.query(operation('participant-journey'), { id: winners[0] ?? '' });
  expect(journey.errors).toBeUndefined();
  expect(pidOf('gateway/main.ts')).toBe(gateway);
});

const CREATE = `mutation($key: String!, $input: CreateWaveInput!) {
  createWave(idempotencyKey: $key, input: $input) { wave { number } }
}`;

/** Creates waves, one after the other, until it is stopped. */
let firstWave = 10_000;
const createWaves = () => {
  const officer = graphClient({ url: stack.url, data: stack.data })('officer');
  const acknowledged: number[] = [];
  const [opensAt, closesAt] = [1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  let isOver = false;
  const create = async (first: number) => {
    for (let number = first; !isOver; number += 1) {
      const variables = { key: crypto.randomUUID(), input: { number, quota: 1, opensAt, closesAt, isSynthetic: true } };
      const asked = officer.query<{ createWave: { wave: object | null } | null }>(CREATE, variables);
      // While it is away, the gateway takes no connection.
      const answer = await asked.catch(() => delay(100, undefined));
      if (answer?.data?.createWave?.wave) acknowledged.push(number);
    }
  };
  const creating = [firstWave, firstWave + 10_000].map(create);
  firstWave += 20_000;
  const stop = async () => {
    isOver = true;
    await Promise.all(creating);
  };
  return { acknowledged, stop };
};

const keepCoresBusy = () => {
  const busy = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  onTestFinished(() => {
    for (const burner of busy) burner.kill('SIGKILL');
  });
};

/** Kills these services and PostgreSQL at once, under load. Returns the ms until all are ready, and what was acknowledged. */
const killUnderLoad = async (mains: readonly string[]) => {
  const { acknowledged, stop } = createWaves();
  await delay(500);
  await until(
    async () => acknowledged.length,
    (count) => count > 0,
  );
  const server = Number(readFileSync(join(stack.data, 'postgres/pgdata/postmaster.pid'), 'utf8').split('\n')[0]);
  const killed = [server, ...mains.map(pidOf)];
  const killedMs = performance.now();
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  // A probe that comes right now would still find what has not noticed yet.
  await delay(100);
  expect(await until(allReady, Boolean, 60_000)).toBe(true);
  const tookMs = performance.now() - killedMs;
  await stop();
  expect(acknowledged.length).toBeGreaterThan(0);
  const there = `select from wave where number = any('{${acknowledged.join(',')}}')`;
  expect(await count(databaseOf('pmo'), there)).toBe(acknowledged.length);
  return tookMs;
};

test('PostgreSQL and the slowest subgraph, killed with -9 while both cores are busy, are ready in 10 s', async () => {
  keepCoresBusy();
  expect(await killUnderLoad(['subgraphs/pmo/main.ts'])).toBeLessThan(stack.within(HEALED_MS));
});

test('all of it killed with -9 under load heals with every acknowledged write', async () => {
  await killUnderLoad(processes.map(({ main }) => main));
});

test('the invariants hold after that, and one that is broken by hand is found', async () => {
  const check = () => run('graph', ['invariants', '--data', stack.data]);
  const whole = await check();
  expect([whole.code, whole.out.at(-1)]).toEqual([0, `all ${whole.out.length - 1} hold`]);

  const admin = new URL(databaseOf('payments'));
  admin.username = 'postgres';
  admin.password = readFileSync(join(stack.data, 'postgres/pgdata/superuser.password'), 'utf8').trim();
  // What no constraint lets through, a superuser without triggers can do.
  const byHand = `begin; set local session_replication_role = replica;
    update posting set amount = amount + 1 where ctid = (select ctid from posting limit 1) and tableoid =
      (select tableoid from posting limit 1); commit`;
  await count(admin.href, byHand);
  const broken = await check();
  expect(broken.code).toBe(1);
  expect(broken.out.find((line) => line.includes('every journal entry sums to zero'))).toContain(
    '1 violations, e.g. {',
  );
  expect(broken.out.at(-1)).toMatch(/^\d of \d+ are broken$/);
});
