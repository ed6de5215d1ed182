import { buildSchema, getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { useOf } from './used-operation.ts';

const schema = buildSchema(`
  type Query { find(by: Search, order: Order = NEWEST, first: Int): [Node!] me: Person count(of: [Order!]): Int }
  interface Node { id: ID! }
  type Person implements Node { id: ID! name: String friends(first: Int): [Person!] }
  input Search { id: ID near: Place orders: [Order!] free: String }
  input Place { code: String around: Place }
  enum Order { NEWEST OLDEST }
`);

const used = (text: string, given: Record<string, unknown> = {}) => {
  const document = parse(text);
  const definition = getOperationAST(document);
  if (!definition) throw new Error('name one operation');
  return useOf({ schema, variants: new Map() }, { definition, document })(given);
};

test('fields, arguments, input fields and enum values of a document are named, its literals are not', () => {
  const text = `
    query Find { a1: find(by: { near: { around: { code: "3171" } }, orders: [OLDEST] }, first: 7) { id ...Named } me { __typename } __typename }
    fragment Named on Person { name friends(first: 2) @include(if: true) { name } }`;
  expect(used(text)).toMatchObject({ kind: 'query', name: 'Find' });
  expect(used(text)?.coordinates.join(' ')).toBe(
    'Node.id Order.OLDEST Person.friends Person.friends(first:) Person.name Place.around Place.code Query.find Query.find(by:) Query.find(first:) Query.me Search.near Search.orders',
  );
});

test('of the variables, those input fields and enum values are named that are given', () => {
  const text = 'query ($by: Search, $of: [Order!], $first: Int) { find(by: $by, first: $first) { id } count(of: $of) }';
  const rest = ['Node.id', 'Query.count', 'Query.count(of:)', 'Query.find', 'Query.find(by:)', 'Query.find(first:)'];
  expect(used(text)?.coordinates).toEqual(rest);
  const given = { by: { near: { code: '1', around: null }, orders: 'NEWEST' }, of: ['OLDEST'], first: 3 };
  const further = ['Order.NEWEST', 'Order.OLDEST', 'Place.around', 'Place.code', 'Search.near', 'Search.orders'];
  expect(used(text, given)?.coordinates).toEqual([...rest, ...further].sort());
  expect(used(text, { by: { free: 'a' } })?.coordinates).toEqual([...rest, 'Search.free'].sort());
});

test('documents that differ in literals, aliases, variables and order are one operation', () => {
  const same = [
    'query Q { me { id name } find(first: 1) { id } }',
    'query Q { find(first: 20) { id } me { name id } }',
    'query Q($n: Int) { x: find(first: $n) { ...F } me { id name } } fragment F on Node { id }',
  ];
  expect(new Set(same.map((text) => used(text)?.id)).size).toBe(1);
  expect(used('query R { me { id name } find(first: 1) { id } }')?.id).not.toBe(used(same[0] ?? '')?.id);
});

test('introspection uses nothing', () => {
  expect(used('{ __typename __schema { types { name } } }')).toBeUndefined();
});
