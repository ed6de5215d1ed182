import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { copyOf, mergeInto } from './merge.ts';
import { TypeNames } from './type-names.ts';

const types = new TypeNames(
  buildSchema('type Query { a: Owner } interface Owner { id: ID! } type Firm implements Owner { id: ID! }'),
);

const merged = (target: Record<string, unknown>, answer: Record<string, unknown>) => {
  mergeInto(target, answer, types);
  return target;
};

test('what is there stays, null too, and what is not is added at any depth', () => {
  const target = { id: '1', gone: null, price: { amount: 1 }, lines: [{ sku: 'a' }, null] };
  const answer = {
    id: '2',
    gone: { x: 1 },
    price: { amount: 1, currency: 'IDR' },
    lines: [{ sku: 'a', count: 3 }, { sku: 'c' }],
    name: 'n',
  };
  expect(merged(target, answer)).toEqual({
    id: '1',
    gone: null,
    price: { amount: 1, currency: 'IDR' },
    lines: [{ sku: 'a', count: 3 }, null],
    name: 'n',
  });
});

test('objects that differ in what both say are two: neither takes from the other', () => {
  const target = { lines: [{ sku: 'a' }, { sku: 'b' }], seller: { id: '1', at: null } };
  const answer = {
    lines: [
      { sku: 'b', count: 3 },
      { sku: 'a', count: 4 },
    ],
    seller: { id: '2', at: 'x', name: 'n' },
  };
  expect(merged(structuredClone(target), answer)).toEqual(target);
});

test('lists of other lengths, and values of other kinds, are no answers to one another', () => {
  const target = { lines: [{ a: 1 }], object: { a: 1 }, list: [1] };
  expect(merged(structuredClone(target), { lines: [{ b: 2 }, { b: 3 }], object: [1], list: { a: 1 } })).toEqual(target);
});

test('fields that are called as what objects inherit', () => {
  const own = merged({}, { constructor: 'a', toString: 'b', valueOf: null });
  expect(Object.entries(own)).toEqual([
    ['constructor', 'a'],
    ['toString', 'b'],
    ['valueOf', null],
  ]);
});

test.each([
  ['Owner', 'Firm', 'Firm'],
  ['Firm', 'Owner', 'Firm'],
  ['Firm', 'Query', 'Firm'],
  ['Owner', 'Query', 'Owner'],
])('%s and then %s: it is a %s', (known, said, shown) => {
  expect(merged({ __typename: known }, { __typename: said })).toEqual({ __typename: shown });
});

test('a copy shares nothing', () => {
  const value = { a: [{ b: 1 }, null], c: 'x' };
  const copy = copyOf(value) as typeof value;
  expect(copy).toEqual(value);
  expect(copy.a[0]).not.toBe(value.a[0]);
});
