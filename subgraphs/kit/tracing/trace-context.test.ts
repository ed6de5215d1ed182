import { expect, test } from 'vitest';
import { newSpanId, traceFromInside, traceFromOutside, traceparentOf, traceparentOfRequest } from './trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const parentId = '00f067aa0ba902b7';
const nik = '3171234567890123';
const requestId = '019ad0c3-9f4e-7a31-8d2c-5b1e0f3a7c64';

test('a request goes on in the trace of its client', () => {
  const trace = traceFromOutside(`00-${traceId}-${parentId}-01`, requestId);
  expect(trace).toMatchObject({ traceId, parentId });
  expect(traceparentOf(trace, newSpanId())).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-0[01]$`));
  expect(traceFromOutside(`cc-${traceId}-${parentId}-01-what-comes-later`, requestId)).toMatchObject({ traceId });
});

test.for([
  undefined,
  '',
  ['00'],
  `00-${traceId}-${parentId}`,
  `00-${traceId.toUpperCase()}-${parentId}-01`,
  `ff-${traceId}-${parentId}-01`,
  `00-${'0'.repeat(32)}-${parentId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId}-${parentId}-01${'-x'.repeat(200)}`,
  `00-${nik}${traceId.slice(16)}-${parentId}-01`,
  `00-${traceId}-${nik}-01`,
])('%j begins a trace of its own, by the id of the request', (header) => {
  const trace = traceFromOutside(header, requestId);
  expect(trace).toMatchObject({ traceId: requestId.replaceAll('-', ''), parentId: undefined });
});

test('a request id that is no UUID, or holds a number, gives nothing to the trace', () => {
  for (const id of ['request-0001', '31712345-6789-0123-8d2c-5b1e0f3a7c64']) {
    const trace = traceFromOutside(undefined, id);
    expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(trace.traceId).not.toMatch(/\d{16}/);
    expect(traceFromOutside(undefined, id).traceId).not.toBe(trace.traceId);
  }
});

test('one trace in a hundred is kept, whatever its client says of it', () => {
  const of = (count: number, header?: string) =>
    Array.from({ length: count }, () => traceFromOutside(header, crypto.randomUUID()).isSampled).filter(Boolean).length;
  for (const header of [undefined, `00-${traceId}-${parentId}-01`, `00-${traceId}-${parentId}-00`]) {
    const kept = of(20_000, header);
    expect(kept).toBeGreaterThan(120);
    expect(kept).toBeLessThan(300);
  }
});

test('our own services follow what the gateway decided, and an event the request that published it', () => {
  const inside = traceFromInside(`00-${traceId}-${parentId}-01`);
  expect(inside).toMatchObject({ traceId, parentId, isSampled: true });
  expect(traceFromInside(undefined)).toBeUndefined();
  expect(traceparentOfRequest(requestId).slice(0, 35)).toBe(`00-${requestId.replaceAll('-', '')}`);
  const outside = traceFromOutside(undefined, requestId);
  expect(traceFromInside(traceparentOfRequest(requestId))?.isSampled).toBe(outside.isSampled);
});

test('span ids are all different, and none is a number', () => {
  const ids = Array.from({ length: 1_000 }, newSpanId);
  expect(new Set(ids).size).toBe(1_000);
  expect(ids.filter((id) => !/^a[0-9a-f]{15}$/.test(id))).toEqual([]);
});
