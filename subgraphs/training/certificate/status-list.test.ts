import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openCertificates } from '../../../tests/testkit/certificates.ts';
import { takePlace } from './status-list.place.ts';
import { encodedList } from './status-list.ts';

const { database } = await openCertificates();
const ENTRIES = 131_072;

const placesIn = (list: string): number[] => {
  const bits = gunzipSync(Buffer.from(list.slice(1), 'base64url'));
  expect(bits).toHaveLength(ENTRIES / 8);
  return [...bits].flatMap((byte, index) =>
    byte === 0 ? [] : [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (0x80 >> bit)).map((bit) => 8 * index + bit),
  );
};

test('a list holds the places that were set, and no others', () => {
  const places = fc.uniqueArray(fc.nat({ max: ENTRIES - 1 }), { maxLength: 200 });
  fc.assert(
    fc.property(places, (all) => {
      expect(placesIn(encodedList(all))).toEqual(all.toSorted((one, other) => one - other));
    }),
    { numRuns: 20 },
  );
});

const take = () => database.orm.em.fork().transactional((tx) => takePlace(tx, crypto.randomUUID(), new Date()));

test('places are drawn at random, each once, and parallel certificates open one list', async () => {
  const taken = await Promise.all(Array.from({ length: 200 }, take));
  expect(new Set(taken.map(({ list, place }) => `${list} ${place}`)).size).toBe(200);
  expect(new Set(taken.map(({ list }) => list))).toEqual(new Set([1]));
  const ordered = taken.map(({ place }) => place);
  expect(Math.max(...ordered)).toBeGreaterThan(100_000);
  expect(ordered).not.toEqual(ordered.toSorted((one, other) => one - other));
});

test('a list that is full is followed by another one', async () => {
  await database.pool.query(
    `insert into status_entry (list_number, place, certificate_id)
      select 1, place, uuidv7() from generate_series(0, 131071) as place on conflict do nothing`,
  );
  const taken = await Promise.all(Array.from({ length: 20 }, take));
  expect(new Set(taken.map(({ list }) => list))).toEqual(new Set([2]));
});
