import { expect, test } from 'vitest';
import { parseJson } from './subgraph-answer.ts';

test.each(['__proto__', '\\u005f_proto__', '__pr\\u006fto__'])('a key written %s is dropped at any depth', (key) => {
  const parsed = parseJson(`{"data":{"${key}":{"polluted":1},"list":[{"${key}":{"polluted":1},"id":"1"}]}}`);
  expect(JSON.stringify(parsed)).toBe('{"data":{"list":[{"id":"1"}]}}');
});

test('a text that only mentions the key is kept', () => {
  expect(parseJson('{"text":"about __proto__"}')).toEqual({ text: 'about __proto__' });
});
