import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Answered, figuresOf, recoverySeconds } from '../../scripts/bench/overload/answers.ts';
import { Generator } from '../../scripts/bench/overload/generator.ts';
import { alumniOf, journeysOf } from '../../scripts/bench/overload/journeys.ts';
import { services } from '../../scripts/services.ts';
import { graphClient } from '../testkit/client.ts';
import { hang, parentOf } from '../testkit/hung-processes.ts';
import { startTestStack, type TestStack } from '../testkit/stack.ts';
import { until } from '../testkit/until.ts';
import { overloadEnv } from './env.ts';

// The programme's own: the registry is asked nothing while the graph is.
const withDatabase = ['pmo', 'training', 'payments', 'jobs', 'registry', 'identity'];
const { OVERLOAD_SECONDS, STALL_SECONDS } = overloadEnv();

let running: TestStack;
let generator: Generator;

beforeAll(async () => {
  running = await startTestStack({ people: 600 });
  const { stack, data } = running;
  generator = new Generator(stack.url, await journeysOf(stack, data, await alumniOf(stack, 100)));
  await generator.closed({ atOnce: 8, seconds: 2 });
});

afterAll(async () => {
  await generator.close();
  await running.stop();
});

const readyUrl = (name: string) => {
  const url = new URL('/health/ready', running.stack.url);
  url.hostname = '127.0.0.1';
  url.port = String(Number(url.port) + (services.find((service) => service.name === name)?.portOffset ?? 0));
  return url;
};

/** The status, and how long it took to be told. */
const readinessOf = async (name: string) => {
  const startedAt = performance.now();
  const { status } = await fetch(readyUrl(name), { signal: AbortSignal.timeout(10_000) });
  return { status, tookMs: performance.now() - startedAt };
};

const millisecondsUntil = async (isSo: () => Promise<boolean>, withinMs: number) => {
  const startedAt = performance.now();
  expect(await until(isSo, (found) => found, withinMs)).toBe(true);
  return Math.round(performance.now() - startedAt);
};

const isWhole = async () => (await generator.closed({ atOnce: 1, seconds: 0.001 })).every(({ end }) => end === 'good');

/** Ten journeys a second, while something hangs. */
const under = async <T>(seconds: number, work: () => Promise<T>): Promise<{ answers: Answered[]; result: T }> => {
  const [answers, result] = await Promise.all([generator.open({ perSecond: 10, seconds }), work()]);
  return { answers, result };
};

test('PostgreSQL stands still under load: readiness says so within two seconds, every request is answered, and all is as before', async () => {
  const client = new pg.Client({ connectionString: running.stack.databases.pmo });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await client.end();
  const postmaster = parentOf(rows[0]?.pid ?? 0);
  const { answers, result } = await under(STALL_SECONDS + 2, async () => {
    await delay(1_000);
    const goOn = hang(postmaster);
    onTestFinished(goOn);
    const told = await Promise.all(withDatabase.map(readinessOf));
    const gateway = await readinessOf('gateway');
    await delay(STALL_SECONDS * 1_000);
    goOn();
    const readyMs = await millisecondsUntil(
      async () => (await Promise.all(withDatabase.map(readinessOf))).every(({ status }) => status === 200),
      10_000,
    );
    return { told, gateway, readyMs, wholeMs: await millisecondsUntil(isWhole, 10_000) };
  });
  expect(result.told.map(({ status }) => status)).toEqual(withDatabase.map(() => 503));
  expect(Math.max(...result.told.map(({ tookMs }) => tookMs))).toBeLessThan(2_500);
  // It answers, though only to say what is missing.
  expect(result.gateway.status).toBe(200);
  expect(result.readyMs + result.wholeMs).toBeLessThan(10_000);
  const figures = figuresOf(answers, STALL_SECONDS + 2);
  expect(figures.unadvised).toBe(0);
  // None waits for longer than a call of a subgraph may take.
  expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(8_000);
  console.log('PostgreSQL stopped', { ...figures, readyMs: result.readyMs, wholeMs: result.wholeMs });
});

test('a subgraph stands still under load: the others answer as before, what it owns is given up, and all is as before', async () => {
  const { stack, data } = running;
  const officer = graphClient({ url: stack.url, data })('officer');
  const others: number[] = [];
  const { answers, result } = await under(STALL_SECONDS + 5, async () => {
    const goOn = hang(stack.services.training?.pid ?? 0);
    onTestFinished(goOn);
    const goesOnAt = performance.now() + (STALL_SECONDS + 4) * 1_000;
    while (performance.now() < goesOnAt) {
      const startedAt = performance.now();
      const { status, errors } = await officer.query('{ waves(first: 3) { nodes { number status } } }');
      expect([status, errors]).toEqual([200, undefined]);
      others.push(performance.now() - startedAt);
      await delay(50);
    }
    goOn();
    return millisecondsUntil(isWhole, 10_000);
  });
  const figures = figuresOf(answers, STALL_SECONDS + 5);
  expect([figures.unadvised, figures.refused]).toEqual([0, 0]);
  expect(figures.partial).toBeGreaterThan(20);
  // After the first time-outs it is left alone: nobody waits for it, but for one who tries each second.
  const late = answers.filter(({ end, dueMs }) => end === 'partial' && dueMs > 6_000);
  const waiting = late.filter(({ tookMs }) => tookMs > 2_000);
  expect(late.length).toBeGreaterThan(10);
  expect(waiting.length).toBeLessThan(0.3 * late.length);
  const p99 = others.toSorted((one, other) => one - other)[Math.floor(0.99 * others.length)] ?? 0;
  expect(p99).toBeLessThan(1_000);
  expect(result).toBeLessThan(10_000);
  console.log('training stopped', { ...figures, others: others.length, othersP99: Math.round(p99), wholeMs: result });
});

test('three times what it can do: most of that is answered, the rest refused with when to come again, and then all is as before', async () => {
  const measured = figuresOf(await generator.closed({ atOnce: 32, seconds: 3 }), 3);
  const perSecond = 3 * measured.goodPerSecond;
  const figures = figuresOf(await generator.open({ perSecond, seconds: OVERLOAD_SECONDS }), OVERLOAD_SECONDS);
  expect([figures.unadvised, figures.partial]).toEqual([0, 0]);
  expect(figures.refused).toBeGreaterThan(0.2 * figures.sent);
  // A bound that a busy machine keeps too; `npm run bench -- overload` measures it.
  expect(figures.goodPerSecond).toBeGreaterThan(0.5 * measured.goodPerSecond);
  const after = await generator.open({ perSecond: measured.goodPerSecond / 3, seconds: 3 });
  expect(recoverySeconds(after, 5_000)).toBeLessThan(3);
  console.log('overload', { capacity: measured.goodPerSecond, ...figures });
});
