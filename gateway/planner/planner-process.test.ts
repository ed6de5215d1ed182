import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { fatalGraph, fatalQuery } from '../testkit/fatal-graph.ts';
import { isRunning } from '../testkit/planner-processes.ts';
import { compose } from '../testkit/stack.ts';
import { PlannerProcess, type PlannerProcessOptions, type RestartCause } from './planner-process.ts';
import { FatalOperation } from './unplanned-operation.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires"])`;
const supergraph = compose(
  Object.fromEntries(
    Object.entries(fatalGraph).map(([name, { typeDefs }]) => [name, { sdl: link + typeDefs, url: 'http://s.test/' }]),
  ),
);

const start = async (options: Partial<PlannerProcessOptions> = {}) => {
  const restarts: RestartCause[] = [];
  const reasons: unknown[] = [];
  const planner = new PlannerProcess({
    log: { warn: (details) => reasons.push((details as { reason: string }).reason) },
    onRestart: (cause) => restarts.push(cause),
    ...options,
  });
  onTestFinished(() => planner.stop());
  const { plan } = await planner.open(supergraph);
  const planOf = (text: string) => plan({ text, operationName: undefined, percentage: 0 });
  return { planner, planOf, restarts, reasons };
};

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
const double = (of: number) => `{ double(of: ${of}) }`;

test('all operations are planned though the process is killed again and again', async () => {
  const { planner, planOf, restarts } = await start();
  const plans = numbers(300).map((of) => planOf(double(of)));
  for (let kills = 0; kills < 4; kills++) {
    const { pid = 0 } = planner;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => planner.pid).not.toBe(pid);
    plans.push(...numbers(100).map((of) => planOf(double(of))));
    await plans.at(-60);
  }
  const made = await Promise.all(plans);
  expect(made.map((node) => node?.kind)).toEqual(plans.map(() => 'Fetch'));
  for (const [index, node] of made.slice(0, 300).entries())
    expect(node).toMatchObject({ operation: expect.stringContaining(`double(of: ${index})`) });
  expect(restarts).toHaveLength(4);
});

test('an operation over which it ends twice is refused from then on, and no other', async () => {
  const { planner, planOf, restarts } = await start();
  const others = numbers(40).map((of) => planOf(double(of)));
  const fatal = planOf(fatalQuery);
  const later = numbers(40).map((of) => planOf(double(of)));
  await expect(fatal).rejects.toMatchObject({ isKnown: false, message: expect.stringContaining('SIGABRT') });
  expect(await Promise.all([...others, ...later])).not.toContain(undefined);
  expect(restarts).toEqual(['aborted', 'aborted']);
  const { pid } = planner;
  // Neither its name nor the values that it gives make it another one.
  for (const text of [fatalQuery, 'query Other { item(id: "3") { ... on Course { left } } }'])
    await expect(planOf(text)).rejects.toBeInstanceOf(FatalOperation);
  expect(await planOf('{ item(id: 1) { id } }')).toMatchObject({ kind: 'Fetch' });
  expect([planner.pid, restarts.length]).toEqual([pid, 2]);
});

test('a process that stands still is ended, and what it was asked is planned by the next one', async () => {
  const { planner, planOf, restarts } = await start({ withinMs: 500 });
  process.kill(planner.pid ?? 0, 'SIGSTOP');
  const startedAt = performance.now();
  expect(await Promise.all([planOf(double(1)), planOf(double(2))])).toMatchObject([
    { kind: 'Fetch' },
    { kind: 'Fetch' },
  ]);
  expect(performance.now() - startedAt).toBeGreaterThan(450);
  expect(restarts).toEqual(['slow']);
});

test('what would wait beyond the bound is told to come again', async () => {
  const { planner, planOf } = await start({ withinMs: 1000 });
  process.kill(planner.pid ?? 0, 'SIGSTOP');
  const long = (of: number) => `{ double(of: ${of}) ${'#'.repeat(100_000)}\n }`;
  const plans = numbers(100).map((of) => planOf(long(of)));
  const ends = await Promise.allSettled(plans);
  const refused = ends.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(refused.length).toBeGreaterThan(15);
  expect(refused.length).toBeLessThan(30);
  expect(refused[0]).toMatchObject({ extensions: { code: 'OVERLOADED', retryAfterSeconds: 1 } });
});

test('a supergraph that the process has let go for others is read again', async () => {
  const { planner, planOf } = await start();
  const opened = [];
  for (const number of numbers(9)) opened.push(await planner.open(`${supergraph}\n# ${number}`));
  for (const { plan } of opened)
    expect(await plan({ text: double(1), operationName: undefined, percentage: 0 })).toBeDefined();
  expect(await planOf(double(3))).toBeDefined();
});

test.each([
  ['does not parse', 'type Query {', 'Failed to'],
  ['ends the process', supergraph.replaceAll('key: "id"', 'key: "nope"'), 'the planner ended over the supergraph'],
])('a supergraph that %s is refused, and others are planned', async (_, sdl, reason) => {
  const { planner, planOf } = await start();
  const refused = planner.open(sdl);
  const plan = planOf(double(1));
  await expect(refused).rejects.toThrow(reason);
  expect(await plan).toBeDefined();
});

test('a program that does not start is given up after a few tries, in words', async () => {
  await expect(start({ program: 'nothing.process' })).rejects.toThrow(/^the planner ends: 1 .*Cannot find module/);
});

test('nothing is left of it when it is stopped, nor is anything started again', async () => {
  const { planner, planOf, restarts } = await start();
  const { pid } = planner;
  const waiting = planOf(double(1));
  waiting.catch(() => undefined);
  await planner.stop();
  await expect(waiting).rejects.toMatchObject({ extensions: { code: 'OVERLOADED' } });
  await expect(planOf(double(2))).rejects.toThrow();
  await sleep(100);
  expect([isRunning(pid), planner.pid, restarts.length]).toEqual([false, pid, 0]);
});
