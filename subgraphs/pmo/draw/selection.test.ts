import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listOf } from '../../../tests/testkit/entry-list.ts';
import { apportion } from '../quota/quota.service.ts';
import type { EntryList } from './entry-list.ts';
import { ranksOf } from './hashing.ts';
import { isWinner, thresholds } from './selection.ts';

const drawOf = async (list: EntryList, quotas: readonly number[], seed: Buffer) => {
  const ranks = await ranksOf(list, seed);
  const limits = thresholds(list, ranks, quotas);
  const winners = new Set<string>();
  for (let place = 0; place < list.count; place += 1) {
    if (!isWinner(ranks, place, limits[list.regions[place] as number] ?? null)) continue;
    winners.add(Buffer.from(list.entries.subarray(place * 16, place * 16 + 16)).toString('hex'));
  }
  return winners;
};

const codes = ['11.01', '11.02', '32', '32.73', '94.71'];
const wave = fc.uniqueArray(fc.tuple(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.constantFrom(...codes)), {
  selector: ([bytes]) => Buffer.from(bytes).toString('hex'),
  maxLength: 60,
});
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));

test('each region has its quota of winners, the lowest ranks, whatever the order of arrival', async () => {
  await fc.assert(
    fc.asyncProperty(wave, seeds, fc.nat({ max: 70 }), async (entries, seed, quota) => {
      const { list, counts } = await listOf(entries);
      const places = apportion(quota, counts);
      const quotas = counts.map(({ code }) => places.get(code) ?? 0);
      const winners = await drawOf(list, quotas, seed);
      const rank = (bytes: Uint8Array) => createHmac('sha256', seed).update(bytes).digest('hex');
      const expected = counts.flatMap(({ code }) =>
        entries
          .filter(([, found]) => found === code)
          .map(([bytes]) => ({ id: Buffer.from(bytes).toString('hex'), rank: rank(bytes) }))
          .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
          .slice(0, places.get(code))
          .map(({ id }) => id),
      );
      expect([...winners].sort()).toEqual(expected.sort());
      expect(await drawOf((await listOf(entries.toReversed())).list, quotas, seed)).toEqual(winners);
    }),
    { numRuns: 1_000 },
  );
});

test('the list is in ascending order, also of entries that begin alike, and refuses one that occurs twice', async () => {
  const alike = Array.from({ length: 500 }, (_, index) => Buffer.from(`aaaaaaaaaaaa${1_000 + ((index * 7) % 500)}`));
  const { entries } = (await listOf(alike.map((entry) => [entry, '32']))).list;
  const texts = Array.from({ length: 500 }, (_, at) => Buffer.from(entries.subarray(at * 16, at * 16 + 16)).toString());
  expect(texts).toEqual(alike.map(String).sort());
  const first = alike[0] as Buffer;
  await expect(listOf([...alike.map((entry) => [entry, '32'] as const), [first, '11.01']])).rejects.toThrow(
    'occurs twice',
  );
});
