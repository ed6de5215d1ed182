import { expect, onTestFinished, test } from 'vitest';
import { attributeOf, startCollector } from '../../../tests/testkit/collector.ts';
import { createSpanExporter } from './exporter.ts';
import type { Span } from './span.ts';

const span: Span = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: 'a0f067aa0ba902b7',
  parentId: undefined,
  name: 'query Me',
  kind: 'server',
  startedAt: performance.now(),
  durationMs: 12.5,
  attributes: { text: 'x', whole: 3, broken: 0.5, yes: true, nothing: undefined },
  isFailed: true,
};

const open = async (status = 200) => {
  const collector = await startCollector(status);
  onTestFinished(collector.stop);
  const warnings: object[] = [];
  const log = { warn: (details: object) => void warnings.push(details) };
  const exporter = createSpanExporter({ url: `${collector.url}/`, service: 'pmo', log, everyMs: 10 });
  return { collector, exporter, warnings };
};

test('spans are sent as OTLP has them in JSON', async () => {
  const { collector, exporter } = await open();
  exporter.add([span]);
  await expect.poll(() => collector.spans(), { interval: 5 }).toHaveLength(1);
  const [received] = collector.spans();
  expect(received).toMatchObject({
    service: 'pmo',
    traceId: span.traceId,
    spanId: span.spanId,
    name: 'query Me',
    kind: 2,
    status: { code: 2 },
    attributes: [
      { key: 'text', value: { stringValue: 'x' } },
      { key: 'whole', value: { intValue: '3' } },
      { key: 'broken', value: { doubleValue: 0.5 } },
      { key: 'yes', value: { boolValue: true } },
    ],
  });
  expect(received).not.toHaveProperty('parentSpanId');
  const { startTimeUnixNano: start = '0', endTimeUnixNano: end = '0' } = received ?? {};
  expect(BigInt(end) - BigInt(start)).toBe(12_500_000n);
  expect(Math.abs(Number(BigInt(start) / 1_000_000n) - Date.now())).toBeLessThan(60_000);
  expect(received && attributeOf(received, 'text')).toBe('x');
  await exporter.stop();
  expect(exporter.counts).toEqual({ sent: 1, dropped: 0 });
});

test('what is left is sent at the end', async () => {
  const { collector, exporter } = await open();
  exporter.add([span, span]);
  await exporter.stop();
  expect(collector.spans()).toHaveLength(2);
});

test('a collector that is away costs traces and one warning, and no more than 2,048 spans wait for it', async () => {
  const { exporter, warnings } = await open(503);
  for (let count = 0; count < 3_000; count += 1) exporter.add([span]);
  expect(exporter.counts).toEqual({ sent: 0, dropped: 952 });
  await expect.poll(() => exporter.counts.dropped, { interval: 5 }).toBe(3_000);
  exporter.add([span]);
  await exporter.stop();
  expect(exporter.counts).toEqual({ sent: 0, dropped: 3_001 });
  expect(warnings).toEqual([{ reason: 'Error: status 503' }]);
});
