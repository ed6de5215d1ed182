import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafOf, rootOf } from '../reference.ts';
import { digestBytes } from './hashing.ts';
import { Lanes, leafEnd } from './lanes.ts';

const lanes = new Lanes();
const wordsOf = (bytes: Uint8Array) => new Int32Array(Uint8Array.from(bytes).buffer);
const entry = fc.uint8Array({ minLength: 16, maxLength: 16 });
const codes = ['11.01', '32', '32.73', '94.99'];
const entries = fc.array(fc.tuple(entry, fc.nat({ max: codes.length - 1 })), { minLength: 1, maxLength: 70 });

test('four lanes make the same tree as node:crypto, for any number of leaves', () => {
  fc.assert(
    fc.property(entries, (list) => {
      const words = wordsOf(Buffer.concat(list.map(([bytes]) => bytes)));
      const regions = Uint16Array.from(list.map(([, region]) => region));
      const leaves = list.map(([id, region]) => leafOf({ id, region: codes[region] as string }));
      expect(digestBytes(lanes.root(words, regions, codes.map(leafEnd)))).toEqual(rootOf(leaves));
    }),
    { numRuns: 300 },
  );
});

test('four lanes make the same ranks as node:crypto', () => {
  fc.assert(
    fc.property(entries, fc.uint8Array({ minLength: 32, maxLength: 32 }), (list, seed) => {
      const ranks = new Int32Array(list.length * 8);
      lanes.ranks(Buffer.from(seed), wordsOf(Buffer.concat(list.map(([bytes]) => bytes))), ranks);
      const expected = list.map(([bytes]) => createHmac('sha256', seed).update(bytes).digest());
      expect(digestBytes(ranks)).toEqual(Buffer.concat(expected));
    }),
    { numRuns: 300 },
  );
});

test('known answers: a tree of three leaves, and the rank of an entry', () => {
  const list = ['00000000-0000-4000-8000-000000000001', '7f', 'ff'].map((text) =>
    Buffer.from(text.replaceAll('-', '').padEnd(32, '0'), 'hex'),
  );
  const leaves = list.map((id) => leafOf({ id, region: '32.73' }));
  expect(rootOf(leaves).toString('hex')).toMatchInlineSnapshot(
    `"422c6c2c814b3389c8e308afb9fc2d2c9a869485b912a9aa799f9236d8f0be80"`,
  );
  const ranks = new Int32Array(8);
  lanes.ranks(Buffer.alloc(32, 1), wordsOf(list[0] as Buffer), ranks);
  expect(digestBytes(ranks).toString('hex')).toMatchInlineSnapshot(
    `"8e74edd93eccea51e7f446e71ec1011718ace488e3dbaaa38fe2304ab5d054ad"`,
  );
});
