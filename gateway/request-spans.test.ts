import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSpanExporter, type SpanExporter } from '../subgraphs/kit/tracing/exporter.ts';
import { attributeOf, type Collector, startCollector } from '../tests/testkit/collector.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

const nik = '3171234567890123';
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-00`;

let collector: Collector;
let exporter: SpanExporter;
let stack: Stack;
let isSlow = false;
beforeAll(async () => {
  collector = await startCollector();
  exporter = createSpanExporter({ url: collector.url, service: 'gateway', log: console, everyMs: 10 });
  const { users, reviews } = people();
  const resolvers = {
    ...reviews.resolvers,
    User: { ...(reviews.resolvers.User as object), score: () => delay(isSlow ? 1_010 : 0, 7) },
  };
  stack = await startStack({ subgraphs: { users, reviews: { ...reviews, resolvers } }, exporter });
});
afterAll(async () => {
  await stack.stop();
  await exporter.stop();
  await collector.stop();
});

const spansOf = (id: string) => collector.spans().filter((span) => span.traceId === id);
const keptOf = async (id: string, count: number) => {
  await expect.poll(() => spansOf(id), { interval: 5 }).toHaveLength(count);
  return spansOf(id);
};

/** A request id whose trace is, or is not, one of the hundred. */
const idOf = (isSampled: boolean): string => {
  const id = crypto.randomUUID();
  return (Number.parseInt(id.slice(-8), 16) % 100 === 0) === isSampled ? id : idOf(isSampled);
};

const ask = (query: string, headers: Record<string, string>) => stack.ask(query, { headers });

test('each subgraph is told its place in the trace of the client', async () => {
  stack.subgraph('users').calls.length = 0;
  stack.subgraph('reviews').calls.length = 0;
  await ask('{ me { score } }', { traceparent, tracestate: 'vendor=1' });
  const [toUsers, toReviews] = ['users', 'reviews'].map((name) => stack.subgraph(name).calls[0]?.headers);
  expect(toUsers?.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-0[01]$`));
  expect(toReviews?.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-0[01]$`));
  expect(toReviews?.traceparent).not.toBe(toUsers?.traceparent);
  expect(toUsers).not.toHaveProperty('tracestate');
});

test('one of a hundred is kept: the request and each of its calls, in one tree', async () => {
  const id = idOf(true);
  const token = await stack.issuer.sign({ sub: 'siti-1', azp: 'portal-app', org: 'org-7', scope: '' });
  await ask('query Mine { me { score } }', { 'x-request-id': id, authorization: `Bearer ${token}` });
  const spans = await keptOf(id.replaceAll('-', ''), 3);
  expect(spans.map(({ name, kind }) => [name, kind])).toEqual([
    ['query Mine', 2],
    ['subgraph users', 3],
    ['subgraph reviews', 3],
  ]);
  const [request, ...calls] = spans;
  expect(calls.map(({ parentSpanId }) => parentSpanId)).toEqual([request?.spanId, request?.spanId]);
  expect(stack.subgraph('reviews').calls.at(-1)?.headers.traceparent).toContain(`-${calls[1]?.spanId}-01`);
  expect(request && attributeOf(request, 'prakerja.request_id')).toBe(id);
  expect(request && attributeOf(request, 'prakerja.client')).toBe('portal-app');
  expect(JSON.stringify(spans)).not.toContain('siti-1');
});

test('what is slow or fails is kept, and what is quick and right is not', async () => {
  const quick = idOf(false);
  const slow = idOf(false);
  const failed = idOf(false);
  await ask('{ me { score } }', { 'x-request-id': quick });
  isSlow = true;
  await ask('{ me { score } }', { 'x-request-id': slow });
  isSlow = false;
  await stack.subgraph('reviews').stop();
  await ask('{ me { score } }', { 'x-request-id': failed });
  await stack.subgraph('reviews').restart();
  await keptOf(slow.replaceAll('-', ''), 3);
  const spans = await keptOf(failed.replaceAll('-', ''), 3);
  expect(spans.map(({ status }) => status.code)).toEqual([2, 0, 2]);
  expect(spans.at(-1) && attributeOf(spans.at(-1) as never, 'prakerja.failure')).toBe('unavailable');
  expect(spansOf(quick.replaceAll('-', ''))).toEqual([]);
});

test('nothing that a client sends stands in a trace', async () => {
  const id = idOf(true);
  const query = `query Q${nik} ($n: ID!) { node(id: $n) { id } a${nik}: me { name } }`;
  await stack.ask(query, {
    variables: { n: nik },
    headers: { 'x-request-id': id, traceparent: `00-${nik}${nik}-${nik}-01` },
  });
  await stack.ask(`{ me { f${nik} } }`, { headers: { 'x-request-id': idOf(true) } });
  await keptOf(id.replaceAll('-', ''), 2);
  await delay(30);
  expect(collector.bodies.join('\n')).not.toContain(nik.slice(0, 10));
});
