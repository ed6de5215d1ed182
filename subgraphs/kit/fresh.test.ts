import { expect, test } from 'vitest';
import { Fresh } from './fresh.ts';

test('what many ask for is read once while it is fresh', async () => {
  let nowMs = 0;
  let reads = 0;
  const fresh = new Fresh<string, number>(500, () => nowMs);
  const read = async () => {
    reads += 1;
    return reads;
  };
  expect(await Promise.all([fresh.of('a', read), fresh.of('a', read), fresh.of('b', read)])).toEqual([1, 1, 2]);
  nowMs = 499;
  expect(await fresh.of('a', read)).toBe(1);
  nowMs = 500;
  expect(await fresh.of('a', read)).toBe(3);
});

test('of a million names that nobody knows, those of the last half second are kept', () => {
  let nowMs = 0;
  const fresh = new Fresh<number, null>(500, () => nowMs);
  for (let name = 0; name < 1_000_000; name += 1) {
    nowMs += 1;
    void fresh.of(name, async () => null);
  }
  expect(fresh.size).toBe(500);
});
