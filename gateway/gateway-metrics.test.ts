import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Metrics } from '../subgraphs/kit/metrics/registry.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { metricsTestEnv } from './testkit/env.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const nik = '3171234567890123';

const metrics = new Metrics();
let stack: Stack;
beforeAll(async () => {
  const own = createGatewayMetrics({ metrics, subgraphs: ['users', 'reviews'], operations: ['Me'] });
  const { users, reviews } = people();
  // Its subscriptions stay open and say nothing.
  const interceptStream = (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
  const env = { RATE_LIMITS: '{"client":1000000,"person":1000000,"anonymous":1000000000}' };
  stack = await startStack({ subgraphs: { users: { ...users, interceptStream }, reviews }, env, metrics: own });
});
afterAll(() => stack.stop());

const valueAt = async (series: string): Promise<number> => {
  const line = (await metrics.text()).split('\n').find((each) => each.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? 0);
};

/** Waits until what has been answered is counted: a response closes a moment after its client has it. */
const grows = (series: string, by: number, from: number) =>
  expect.poll(() => valueAt(series), { interval: 5 }).toBe(from + by);

test.for([
  ['prakerja_gateway_request_duration_seconds_count{kind="query",outcome="ok"}', '{ me { score } }'],
  ['prakerja_gateway_operation_duration_seconds_count{operation="Me"}', 'query Me { me { id } }'],
  ['prakerja_gateway_subgraph_duration_seconds_count{subgraph="reviews"}', '{ me { score reviews { stars } } }'],
  [
    'prakerja_gateway_request_duration_seconds_count{kind="mutation",outcome="ok"}',
    'mutation { rename(id: 1, name: "x") { id } }',
  ],
  ['prakerja_gateway_request_duration_seconds_count{kind="none",outcome="refused"}', '{ you }'],
  ['prakerja_gateway_refusals_total{code="GRAPHQL_VALIDATION_FAILED"}', '{ they }'],
  ['prakerja_gateway_documents_total{found="made"}', '{ me { nickname } }'],
  ['prakerja_gateway_documents_total{found="known"}', '{ me { nickname } }'],
  ['prakerja_gateway_plans_total{found="known"}', '{ me { nickname } }'],
] as const)('%s counts %s', async ([series, query]) => {
  const before = await valueAt(series);
  await stack.ask(query);
  await grows(series, 1, before);
});

test('errors are counted by code and owner, failed calls by subgraph', async () => {
  const errors = 'prakerja_gateway_errors_total{code="SUBGRAPH_UNAVAILABLE",owner="reviews"}';
  const failed = 'prakerja_gateway_subgraph_failures_total{subgraph="reviews",reason="unavailable"}';
  expect(await metrics.text()).toContain(`${errors} 0\n`);
  await stack.subgraph('reviews').stop();
  await stack.ask('{ users { score } }');
  await stack.subgraph('reviews').restart();
  await grows(failed, 1, 0);
  await grows(errors, 2, 0);
});

test('open subscriptions are counted while they are open', async () => {
  const open = 'prakerja_gateway_open{what="subscriptions"}';
  expect(await valueAt(open)).toBe(0);
  const answer = await stack.post(
    { query: 'subscription { renamed(count: 3) { id } }' },
    { accept: 'text/event-stream' },
  );
  await grows(open, 1, 0);
  await answer.body?.cancel();
  await grows(open, 0, 0);
});

test('the access line names client, organisation, operation, points, calls and overhead, and no person', async () => {
  const token = await stack.issuer.sign({ sub: 'siti-1', azp: 'portal-app', org: 'org-7', scope: '' });
  await stack.ask('query Mine { me { id score } }', { headers: { authorization: `Bearer ${token}` } });
  const lines = () => stack.log.filter(({ message, details }) => message === 'request' && details.operation === 'Mine');
  await expect.poll(lines, { interval: 5 }).toHaveLength(1);
  expect(lines()[0]?.details).toMatchObject({
    client: 'portal-app',
    organization: 'org-7',
    operation: 'Mine',
    kind: 'query',
    points: expect.any(Number),
    calls: 2,
    steps: [
      ['users', expect.any(Number), expect.any(Number)],
      ['reviews', expect.any(Number), expect.any(Number)],
    ],
    overheadMs: expect.any(Number),
    durationMs: expect.any(Number),
  });
  const [line] = lines();
  expect(line?.details.overheadMs).toBeGreaterThan(0);
  expect(line?.details.overheadMs).toBeLessThan(Number(line?.details.durationMs));
  expect(JSON.stringify(lines())).not.toContain('siti-1');
});

const { OPERATIONS } = metricsTestEnv();
/** Each name is a document that is planned, on a machine that others use. */
const namesWithinMs = 60_000 + 60 * OPERATIONS;

const namesShowNothing = async () => {
  const ask = (count: number) => {
    const name = `Op${nik}x${count}`;
    const query = count % 3 === 0 ? `query ${name} { me { f${nik} } }` : `query ${name} { alias${nik}: me { id } }`;
    return stack.ask(query, { headers: { 'x-request-id': `request-${count}`, 'user-agent': nik } });
  };
  for (let count = 0; count < OPERATIONS; count += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, index) => ask(count + index)));
  }
  const text = await metrics.text();
  const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(series.length).toBeLessThan(2_000);
  expect(await valueAt('prakerja_gateway_operation_duration_seconds_count{operation="other"}')).toBeGreaterThanOrEqual(
    Math.floor((OPERATIONS * 2) / 3),
  );
  expect(text).not.toContain(nik.slice(0, 10));
  expect(JSON.stringify(stack.log.filter(({ message }) => message === 'request'))).not.toContain(nik.slice(0, 10));
};

test('names that clients invent make no series, and nothing of theirs is shown', namesShowNothing, namesWithinMs);
