import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { toConnection } from './connection.ts';
import { encodeCursor, idKey, readPage } from './page.ts';

const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'accepted';
  } catch (error) {
    return (error as { extensions: { code: string } }).extensions.code;
  }
};

test.each([0, 101, -1, 2_147_483_647])('a page of %i rows is refused', (first) => {
  expect(codeOf(() => readPage({ first }, idKey))).toBe('PAGE_SIZE_OUT_OF_RANGE');
});

test.each([1, 100])('a page of %i rows is allowed', (first) => {
  expect(readPage({ first }, idKey)).toEqual({ first, after: null });
});

test.each(['', 'x', '%%%', 'bm90IGpzb24', encodeCursor(['no-uuid']), encodeCursor([1]), 'A'.repeat(10_000)])(
  'a cursor that this list did not make is refused: %s',
  (after) => {
    expect(codeOf(() => readPage({ first: 1, after }, idKey))).toBe('CURSOR_MALFORMED');
  },
);

test('a cursor leads back to the key that it was made of', () => {
  const key = z.tuple([z.int(), z.string()]);
  fc.assert(
    fc.property(fc.integer(), fc.string({ maxLength: 50 }), (number, text) => {
      expect(readPage({ first: 1, after: encodeCursor([number, text]) }, key).after).toEqual([number, text]);
    }),
  );
});

test('one row more than asked for tells that more follows, and is not shown', () => {
  const connection = toConnection(['a', 'b', 'c'], { first: 2, after: null }, (row) => [row]);
  expect(connection.nodes).toEqual(['a', 'b']);
  expect(connection.pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: encodeCursor(['a']),
    endCursor: encodeCursor(['b']),
  });
});

test('a page that is just full is the last one', () => {
  const { nodes, pageInfo } = toConnection(['a', 'b'], { first: 2, after: null }, (row) => [row]);
  expect([nodes, pageInfo.hasNextPage]).toEqual([['a', 'b'], false]);
});

test('an empty page has no cursors', () => {
  const { pageInfo } = toConnection([], { first: 2, after: ['a'] }, () => []);
  expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null });
});
