import { parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { halvesOf } from './split.ts';

const halves = (query: string) => halvesOf(parse(query))?.map((half) => print(half).replaceAll(/\s+/g, ' '));

test('each half has its leaves, with what leads to them and the types of what is on the way', () => {
  expect(
    halves('{ me { __typename id name } all { __typename ... on Person { age } ... on Firm { staff } } }'),
  ).toEqual(['{ me { __typename id name } }', '{ all { __typename ... on Person { age } ... on Firm { staff } } }']);
  expect(halves('query A($a: Int) { me { __typename a(n: $a) b: a } }')).toEqual([
    'query A($a: Int) { me { __typename a(n: $a) } }',
    'query A($a: Int) { me { __typename b: a } }',
  ]);
});

test('a leaf that is only the name of its type is one, too', () => {
  expect(halves('{ me { __typename } all { __typename } }')).toEqual([
    '{ me { __typename } }',
    '{ all { __typename } }',
  ]);
});

test.each(['{ me { id } }', '{ me { __typename } }', 'mutation { a b }', 'subscription { a b }'])(
  '%s is not halved',
  (query) => {
    expect(halves(query)).toBeUndefined();
  },
);
