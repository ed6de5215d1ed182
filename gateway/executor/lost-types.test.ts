import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { withLostTypes } from './lost-types.ts';
import { TypeNames } from './type-names.ts';

const types = new TypeNames(
  buildSchema(`
    type Query { all: [Owner] } interface Owner { id: ID! }
    type Firm implements Owner { id: ID! } type Person implements Owner { id: ID! } type State implements Owner { id: ID! }
  `),
);

const keyOf = (typeCondition: string): RequiresSelection => ({
  kind: 'InlineFragment',
  typeCondition,
  selections: [{ kind: 'Field', name: 'id' }],
});

const typesOf = (query: string, { fields, on = 'Owner' }: { fields: string; on?: string }) => {
  const list = {
    requires: [keyOf('Firm')],
    paths: [[{ Field: 'all' }, '@' as const, { Field: 'boss' }]],
    operation: `query($r: [_Any!]!) { _entities(representations: $r) { ... on ${on} { ${fields} } } }`,
    key: '_entities',
  };
  const requires = withLostTypes(list, parse(query), types);
  expect(requires.map((each) => each.kind === 'InlineFragment' && each.selections)).toEqual(
    requires.map(() => [{ kind: 'Field', name: 'id' }]),
  );
  return requires.map((each) => each.kind === 'InlineFragment' && each.typeCondition);
};

const query = '{ all { boss { ... on Firm { a: name } ... on Person { b: name } ... on State { c } } } }';

test('a type of which the same fetch asks what the query selects on it', () => {
  expect(typesOf(query, { fields: 'a: name b: name' })).toEqual(['Firm', 'Person']);
  expect(typesOf(query, { fields: 'a: name' })).toEqual(['Firm']);
  expect(typesOf(`{ all { ... on State { ${query.slice(8, -3)} } } }`, { fields: 'c' })).toEqual(['Firm', 'State']);
});

test('not what is asked of one type, or selected elsewhere, or the name of the type', () => {
  expect(typesOf(query, { fields: 'b: name', on: 'Firm' })).toEqual(['Firm']);
  expect(typesOf('{ all { ... on Person { b } boss { id } } }', { fields: 'b' })).toEqual(['Firm']);
  expect(typesOf('{ all { boss { ... on Person { __typename } } } }', { fields: '__typename' })).toEqual(['Firm']);
});
