import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion } from '../quota/quota.service.ts';
import type { EntryList } from './entry-list.ts';
import { ranksOf, sortedList } from './hashing.ts';
import { isWinner, thresholds } from './selection.ts';

const bytesOf = (index: number, salt: string) => createHash('md5').update(`${salt} ${index}`).digest();

/** Entries by region, in the given order of arrival. */
const blocksOf = (regionOf: readonly number[], regions: number, salt = 'entry') =>
  Array.from({ length: regions }, (_, region) =>
    Buffer.concat(regionOf.flatMap((found, index) => (found === region ? [bytesOf(index, salt)] : []))),
  );

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

const entryBytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
const wave = fc.uniqueArray(fc.tuple(entryBytes, fc.nat({ max: 4 })), {
  selector: ([bytes]) => Buffer.from(bytes).toString('hex'),
  maxLength: 60,
});
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const group = (entries: readonly (readonly [Uint8Array, number])[]) =>
  Array.from({ length: 5 }, (_, region) =>
    Buffer.concat(entries.filter(([, found]) => found === region).map(([bytes]) => bytes)),
  );

test('each region has its quota of winners, the lowest ranks, whatever the order of arrival', async () => {
  await fc.assert(
    fc.asyncProperty(wave, seeds, fc.nat({ max: 70 }), async (entries, seed, quota) => {
      const blocks = group(entries);
      const counts = blocks.map((block, region) => ({ code: `11.0${region}`, eligible: block.length / 16 }));
      const places = apportion(
        quota,
        counts.filter(({ eligible }) => eligible > 0),
      );
      const quotas = counts.map(({ code }) => places.get(code) ?? 0);
      const winners = await drawOf(await sortedList(blocks), quotas, seed);
      const rank = (bytes: Uint8Array) => createHmac('sha256', seed).update(bytes).digest('hex');
      const expected = quotas.flatMap((count, region) =>
        entries
          .filter(([, found]) => found === region)
          .map(([bytes]) => ({ id: Buffer.from(bytes).toString('hex'), rank: rank(bytes) }))
          .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
          .slice(0, count)
          .map(({ id }) => id),
      );
      expect([...winners].sort()).toEqual(expected.sort());
      expect(await drawOf(await sortedList(group(entries.toReversed())), quotas, seed)).toEqual(winners);
    }),
    { numRuns: 1_000 },
  );
});

test('the list is in ascending order, also of entries that begin alike, and refuses one that occurs twice', async () => {
  const alike = Array.from({ length: 500 }, (_, index) => Buffer.from(`aaaaaaaaaaaa${1_000 + ((index * 7) % 500)}`));
  const { entries } = await sortedList([Buffer.concat(alike)]);
  const texts = Array.from({ length: 500 }, (_, at) => Buffer.from(entries.subarray(at * 16, at * 16 + 16)).toString());
  expect(texts).toEqual(alike.map(String).sort());
  await expect(sortedList([alike[0] as Buffer, alike[0] as Buffer])).rejects.toThrow('occurs twice');
});

const DRAWS = 200;
const ENTRIES = 10_000;
const PARTS = 20;
/** 99.9th percentile of chi-square with 19 degrees of freedom. */
const LIMIT = 43.82;

/** How far the selected are from being spread evenly over 20 equal parts; each part wins independently of the rest. */
const chiSquare = (selected: readonly number[], total: number) => {
  const expected = selected.reduce((sum, count) => sum + count, 0) / PARTS;
  // Drawn without replacement: the variance is smaller by the share that is not selected.
  const spread = 1 - (expected * PARTS) / total;
  return selected.reduce((sum, count) => sum + (count - expected) ** 2 / (expected * spread), 0);
};

test('over 200 draws of 10,000 entries, selection does not depend on arrival, region order or id (chi-square, 99.9 %)', async () => {
  // Regions in turn and of one size, so that the quotas favour no one.
  const regionOf = Array.from({ length: ENTRIES }, (_, index) => index % PARTS);
  const list = await sortedList(blocksOf(regionOf, PARTS, 'fair'));
  const arrival = new Map(regionOf.map((_, index) => [bytesOf(index, 'fair').toString('hex'), index]));
  const tallies = { arrival: new Array(PARTS).fill(0), region: new Array(PARTS).fill(0), id: new Array(PARTS).fill(0) };
  // One region: with several, each has its quota and its share cannot vary.
  const single: EntryList = { ...list, regions: new Uint16Array(ENTRIES) };
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const seed = createHash('sha256').update(`fairness ${draw}`).digest();
    const ranks = await ranksOf(single, seed);
    const limit = thresholds(single, ranks, [ENTRIES / 4])[0] ?? null;
    for (let place = 0; place < ENTRIES; place += 1) {
      if (!isWinner(ranks, place, limit)) continue;
      const id = Buffer.from(list.entries.subarray(place * 16, place * 16 + 16)).toString('hex');
      tallies.arrival[Math.floor(((arrival.get(id) as number) * PARTS) / ENTRIES)] += 1;
      tallies.region[list.regions[place] as number] += 1;
      tallies.id[Math.floor((place * PARTS) / ENTRIES)] += 1;
    }
  }
  const scores = Object.values(tallies).map((tally) => chiSquare(tally, DRAWS * ENTRIES));
  for (const score of scores) expect(score).toBeLessThan(LIMIT);
});
