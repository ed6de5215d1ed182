import { expect, test } from 'vitest';
import { parseJson } from './subgraph-answer.ts';

test.each([
  '__proto__',
  '\\u005f_proto__',
  '__pr\\u006fto__',
  '\\u005F\\u005F\\u0070\\u0072\\u006F\\u0074\\u006F\\u005F\\u005F',
])('a key written %s is dropped at any depth', (key) => {
  const parsed = parseJson(`{"data":{"${key}":{"polluted":1},"list":[{"${key}":{"polluted":1},"id":"1"}]}}`);
  expect(JSON.stringify(parsed)).toBe('{"data":{"list":[{"id":"1"}]}}');
});

test('it is dropped from a depth at which a walk that calls itself would end', () => {
  const levels = 40_000;
  let value = parseJson(`${'{"__proto__":1,"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
  const seen = new Set<string>();
  for (let level = 0; level < levels; level++) {
    seen.add(Object.keys(value as object).join());
    value = (value as { a: unknown }).a;
  }
  expect([...seen]).toEqual(['a']);
});

test('a text that only mentions the key is kept', () => {
  expect(parseJson('{"text":"about __proto__"}')).toEqual({ text: 'about __proto__' });
  expect(parseJson('{"text":"about \\u005f_proto__"}')).toEqual({ text: 'about __proto__' });
});

test('an answer of 10,000 rows is read about as fast with escapes of what is not ASCII', () => {
  const row = (id: number) => ({
    id: String(id),
    name: 'Nur Aïni <é>',
    city: 'Kota Jakarta Pusat',
    at: '2026-11-21T09:00:00Z',
  });
  const plain = JSON.stringify({ data: { rows: Array.from({ length: 10_000 }, (_, id) => row(id)) } });
  const escaped = plain.replaceAll(
    /[^\x20-\x7e]|[<>&'/]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const fastestMs = (text: string) => {
    const runs = Array.from({ length: 10 }, () => {
      const before = process.threadCpuUsage();
      for (let times = 0; times < 3; times++) parseJson(text);
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 3000;
    });
    return Math.min(...runs);
  };
  const plainMs = fastestMs(plain);
  const escapedMs = fastestMs(escaped);
  expect(escapedMs).toBeLessThan(Math.max(3 * plainMs, 15));
});

test('a text that takes long to read for its length is refused', () => {
  expect(() => parseJson('['.repeat(1_000_000))).toThrow('100000 lists or objects');
  expect(() => parseJson(`[${'{},'.repeat(200_000)}1]`)).toThrow('100000 lists or objects');
});
