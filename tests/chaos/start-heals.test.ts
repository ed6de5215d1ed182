import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { services } from '../../scripts/services.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { graphClient, operation } from '../testkit/client.ts';
import { drawnWave } from '../testkit/drawn-wave.ts';
import { childrenOf, dataDirectory, run, type Started, stackPort, start } from '../testkit/start.ts';
import { until } from '../testkit/until.ts';

let stack: Started;

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
  (await Promise.all(services.map(({ portOffset }) => isReady(stack.port + portOffset)))).every(Boolean);

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

test('a service killed with -9 is started again, later each time, and the terminal says so', async () => {
  for (const [waitMs, ending] of [
    [500, 'again in 0.5 s'],
    [1_000, 'again in 1 s (2 deaths in a row)'],
    [2_000, 'again in 2 s (3 deaths in a row)'],
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
  const answer = await officer.query<{ announceWave: { refusal: object | null } }>(operation('announce-wave'), {
    number: 3_001,
  });
  const gateway = pidOf('gateway/main.ts');
  const server = Number(readFileSync(join(stack.data, 'postgres/pgdata/postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(server, 'SIGKILL');
  const killedMs = performance.now();
  expect(answer.data.announceWave.refusal).toBeNull();
  expect(await stack.printed(/^PostgreSQL is ready again/)).toBeTruthy();
  expect(await until(allReady, Boolean, 10_000)).toBe(true);
  expect(performance.now() - killedMs).toBeLessThan(10_000);

  expect(await count(databaseOf('pmo'), 'select from award_claim where wave_number = 3001')).toBe(winners.length);
  const granted = await until(
    () => count(databaseOf('payments'), 'select from training_balance where wave_number = 3001'),
    (found) => found >= winners.length,
    30_000,
  );
  expect(granted).toBe(winners.length);
  const journey = await officer.query(operation('participant-journey'), { id: winners[0] });
  expect(journey.errors).toBeUndefined();
  expect(pidOf('gateway/main.ts')).toBe(gateway);
});

test('the invariants hold after that, and one that is broken by hand is found', async () => {
  const check = () => run('check-invariants', ['--data', stack.data]);
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
