import { expect, onTestFinished, test } from 'vitest';
import { Metrics } from './registry.ts';
import { serveMetrics } from './server.ts';

const withoutUnread = async (metrics: Metrics) =>
  (await metrics.text())
    .split('\n')
    .filter((line) => !line.includes('prakerja_unread'))
    .join('\n');

test('a counter shows what can be counted from the start, and what is unknown once it was', async () => {
  const metrics = new Metrics();
  const refusals = metrics.counter({ name: 'refusals_total', help: 'No.', labels: { code: ['A', 'B'] } });
  refusals.add(2, 'B');
  expect(await withoutUnread(metrics)).toMatchInlineSnapshot(`
    "# HELP refusals_total No.
    # TYPE refusals_total counter
    refusals_total{code="A"} 0
    refusals_total{code="B"} 2
    "
  `);
  for (let client = 0; client < 10_000; client += 1) refusals.add(1, `client ${client}`);
  expect(await withoutUnread(metrics)).toContain('refusals_total{code="other"} 10000\n');
  expect((await withoutUnread(metrics)).split('\n')).toHaveLength(6);
});

test('a histogram counts what is at most each bound', async () => {
  const metrics = new Metrics();
  const durations = metrics.histogram({
    name: 'seconds',
    help: 'How long.',
    buckets: [0.1, 1],
    labels: { kind: ['query', 'mutation'], outcome: ['ok'] },
  });
  for (const seconds of [0.05, 0.1, 0.5, 3]) durations.observe(seconds, 'query', 'ok');
  expect(await withoutUnread(metrics)).toMatchInlineSnapshot(`
    "# HELP seconds How long.
    # TYPE seconds histogram
    seconds_bucket{kind="query",outcome="ok",le="0.1"} 2
    seconds_bucket{kind="query",outcome="ok",le="1"} 3
    seconds_bucket{kind="query",outcome="ok",le="+Inf"} 4
    seconds_sum{kind="query",outcome="ok"} 3.65
    seconds_count{kind="query",outcome="ok"} 4
    "
  `);
});

test('a reading that fails is left out and counted; its neighbours are shown', async () => {
  const metrics = new Metrics();
  const name = 'lag_seconds';
  metrics.reading({ kind: 'gauge', name, help: 'Lag.', read: () => Promise.reject(new Error('no database')) });
  metrics.reading({
    kind: 'gauge',
    name: 'orders',
    help: 'Orders.',
    labels: { state: ['OPEN', 'SUSPECT'] },
    read: async () => [[3, 'OPEN']],
  });
  const text = await metrics.text();
  expect(text).not.toContain('lag_seconds');
  expect(text).toContain('orders{state="OPEN"} 3\norders{state="SUSPECT"} 0\n');
  expect(await metrics.text()).toContain('prakerja_unread_metrics_total 1\n');
});

test('a value of a label cannot end its line', async () => {
  const metrics = new Metrics();
  metrics.counter({ name: 'odd_total', help: 'Odd.', labels: { name: ['a"b\\c\nd'] } });
  expect(await metrics.text()).toContain('odd_total{name="a\\"b\\\\c\\nd"} 0\n');
});

test('the metrics are served on a port of their own, and nothing else is', async () => {
  const metrics = new Metrics();
  metrics.counter({ name: 'seen_total', help: 'Seen.' });
  const server = await serveMetrics(metrics, { host: '127.0.0.1', port: 0 });
  onTestFinished(server.stop);
  const url = `http://127.0.0.1:${server.port}`;
  const answer = await fetch(`${url}/metrics`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  expect(await answer.text()).toContain('seen_total 0\n');
  expect((await fetch(`${url}/graphql`)).status).toBe(404);
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(404);
});
