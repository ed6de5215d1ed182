import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Metrics } from '../../subgraphs/kit/metrics/registry.ts';
import { createGatewayMetrics } from '../gateway-metrics.ts';
import { refusalPrices } from '../refusal-price.ts';
import { fatalGraph, fatalQuery } from '../testkit/fatal-graph.ts';
import { plannersOf } from '../testkit/planner-processes.ts';
import { type Stack, startStack } from '../testkit/stack.ts';

const metrics = new Metrics();
let stack: Stack;
beforeAll(async () => {
  const own = createGatewayMetrics({ metrics, subgraphs: Object.keys(fatalGraph), operations: [] });
  stack = await startStack({ subgraphs: fatalGraph, metrics: own, plansApart: true });
});
afterAll(() => stack.stop());

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const ask = (query: string) => stack.ask(query);
const doubled = (from: number) =>
  Promise.all(numbers(from, 40).map((of) => ask(`{ double(of: ${of}) }`).then(({ data }) => data?.double)));
const expected = (from: number) => numbers(from, 40).map((of) => 2 * of);
const restarts = () => stack.log.filter(({ message }) => message === 'the planner ended, and is started again');
const spent = async () => {
  const headers = { 'x-cost': '1' };
  const { extensions } = await stack.ask('{ double(of: 0) }', { headers });
  return 200_000 - ((extensions?.cost as { remaining: number } | undefined) ?? { remaining: Number.NaN }).remaining;
};

test('a document over which the planner ends is planned by ours, its caller pays, and everything else is answered', async () => {
  const before = await spent();
  const [first, fatal, second] = await Promise.all([doubled(0), ask(fatalQuery), doubled(100)]);
  expect([first, second]).toEqual([expected(0), expected(100)]);
  expect(fatal).toEqual({ data: { item: { left: 3 } } });
  expect(restarts().map(({ details }) => details.cause)).toEqual(['aborted', 'aborted']);
  const told = stack.log.filter(({ message }) => message === 'an operation ended the planner twice');
  expect(told.map(({ details }) => String(details.reason))).toEqual([
    expect.stringMatching(/the planner ended twice: SIGABRT .*None.*; asked: {\s+item\(id: 0\)/),
  ]);
  // Points come back as time passes.
  expect((await spent()) - before).toBeGreaterThan(refusalPrices.planner / 2);
  const text = await metrics.text();
  expect(text).toContain('prakerja_gateway_planner_restarts_total{cause="aborted"} 2\n');
  expect(text).toContain('prakerja_gateway_plan_duration_seconds_count{end="ended"} 2\n');
});

test('asked again, by whomever and with other values, it costs no planner', async () => {
  const before = restarts().length;
  const again = [
    fatalQuery,
    `query Another ${fatalQuery.replace('id: 1', 'id: "7"')}`,
    fatalQuery.replace('item', 'it: item'),
  ];
  const answers = await Promise.all([...again.map((query) => ask(query)), doubled(200)]);
  const items = [{ item: { left: 3 } }, { item: { left: 3 } }, { it: { left: 3 } }];
  expect(answers.slice(0, 3)).toEqual(items.map((data) => ({ data })));
  expect(answers[3]).toEqual(expected(200));
  expect(restarts()).toHaveLength(before);
});

test('a part of it that has a plan is answered', async () => {
  expect(await ask('{ item(id: 1) { id } }')).toEqual({ data: { item: { id: '1' } } });
});

test('a dry run of it ends no planner', async () => {
  const before = restarts().length;
  const { errors } = await stack.ask(fatalQuery, { headers: { 'x-dry-run': '1' } });
  expect(errors).toBeUndefined();
  expect(restarts()).toHaveLength(before);
});

test('while the planner stands still, known documents are answered, and others by the deadline of their request', async () => {
  const others = plannersOf(process.pid);
  const short = await startStack({ subgraphs: fatalGraph, env: { REQUEST_TIMEOUT_MS: '700' }, plansApart: true });
  onTestFinished(() => short.stop());
  const known = '{ double(of: 1) }';
  expect(await short.ask(known)).toEqual({ data: { double: 2 } });
  const own = plannersOf(process.pid).filter((pid) => !others.includes(pid));
  expect(own).toHaveLength(1);
  for (const pid of own) process.kill(pid, 'SIGSTOP');
  const startedAt = performance.now();
  const waiting = [2, 3].map((of) => short.post({ query: `{ double(of: ${of}) }` }));
  const first = await Promise.race([short.ask(known), ...waiting]);
  expect(first).toEqual({ data: { double: 2 } });
  for (const response of await Promise.all(waiting)) {
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
  }
  expect(performance.now() - startedAt).toBeGreaterThan(600);
  expect(performance.now() - startedAt).toBeLessThan(2500);
  // What came too late for them is there for the next.
  await expect.poll(() => short.ask('{ double(of: 2) }')).toEqual({ data: { double: 4 } });
});
