import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { Projection } from './representation.ts';
import { readRewrites } from './rewrite.ts';
import { TypeNames } from './type-names.ts';

const types = new TypeNames(
  buildSchema(`
    type Query { owner: Owner }
    interface Owner { id: ID! }
    type Person implements Owner { id: ID! }
    type Firm implements Owner { id: ID! }
  `),
);

const field = (name: string, ...selections: RequiresSelection[]): RequiresSelection => ({
  kind: 'Field',
  name,
  ...(selections.length > 0 && { selections }),
});
const on = (typeCondition: string, ...selections: RequiresSelection[]): RequiresSelection => ({
  kind: 'InlineFragment',
  typeCondition,
  selections,
});

const projected = (
  object: Record<string, unknown>,
  selections: RequiresSelection[],
  rewrites: Parameters<typeof readRewrites>[0] = [],
) => {
  const projection = new Projection(selections, { types, rewrites: readRewrites(rewrites, types), isEntity: true });
  const text = projection.textOf(object);
  return text === undefined ? undefined : JSON.parse(text);
};

test('only the keys of the type that the entity is', () => {
  const selections = [on('Person', field('id')), on('Firm', field('taxNumber')), on('Owner', field('name'))];
  const known = { id: '1', taxNumber: 7, name: 'a', other: true };
  expect(projected({ __typename: 'Person', ...known }, selections)).toEqual({
    __typename: 'Person',
    id: '1',
    name: 'a',
  });
  expect(projected({ __typename: 'Firm', ...known }, selections)).toEqual({
    __typename: 'Firm',
    taxNumber: 7,
    name: 'a',
  });
});

test('an object of which only the interface is known is sent by no keys of its types', () => {
  const owner = { __typename: 'Owner', id: '1' };
  expect(projected(owner, [on('Person', field('id'))])).toBeUndefined();
  expect(projected(owner, [on('Owner', field('id'))])).toEqual(owner);
});

test('an object of which something is sent for some types only is sent with its type', () => {
  const object = { __typename: 'Person', id: '1', owner: { __typename: 'Firm', id: '7', name: 'a' } };
  const asked = (selections: RequiresSelection[]) => projected(object, [on('Person', field('owner', ...selections))]);
  expect(asked([on('Firm', field('id'))])).toEqual({ __typename: 'Person', owner: { __typename: 'Firm', id: '7' } });
  expect(asked([on('Person', field('id'))])).toEqual({ __typename: 'Person', owner: { __typename: 'Firm' } });
  expect(asked([field('id')])).toEqual({ __typename: 'Person', owner: { id: '7' } });
});

test('what is in objects and lists, nulls too', () => {
  const lines = field('lines', field('count'), field('item', field('sku')));
  const object = { __typename: 'Person', id: '1', lines: [{ count: 2, item: { sku: 'x', more: 1 } }, null], at: null };
  expect(projected(object, [field('id'), lines, field('at'), field('unknown')])).toEqual({
    __typename: 'Person',
    id: '1',
    lines: [{ count: 2, item: { sku: 'x' } }, null],
    at: null,
  });
});

test('texts are written as JSON whatever they hold', () => {
  const texts = ['plain', 'a "b" \\c', 'é\u2028\ud800', `${'x'.repeat(100)}"`, '\n', ''];
  for (const id of texts) expect(projected({ __typename: 'Person', id, n: 1 }, [field('id'), field('n')]).id).toBe(id);
});

test.each([
  ['a type', { id: '1' }],
  ['a key', { __typename: 'Person' }],
  ['more than a null key', { __typename: 'Person', id: null }],
])('nothing is asked about an entity without %s', (_name, object) => {
  expect(projected(object, [field('__typename'), field('id')])).toBeUndefined();
});

test('a field that is called as what every object inherits is absent where it was not answered', () => {
  expect(projected({ __typename: 'Person', id: '1' }, [field('id'), field('constructor'), field('toString')])).toEqual({
    __typename: 'Person',
    id: '1',
  });
});

test('rewrites set values and rename keys, at any depth and for their types only', () => {
  const rewrites = [
    { ValueSetter: { path: [{ TypenameEquals: ['Owner'] }, { Key: '__typename' }], setValueTo: 'Owner' } },
    { KeyRenamer: { path: [{ TypenameEquals: ['Firm'] }, { Key: 'id' }], renameKeyTo: 'firmId' } },
    { KeyRenamer: { path: [{ Key: 'boss' }, { Key: 'id' }], renameKeyTo: 'ref' } },
  ];
  const selections = [field('id'), field('boss', field('id'))];
  const boss = { __typename: 'Person', id: '2' };
  expect(projected({ __typename: 'Person', id: '1', boss }, selections, rewrites)).toEqual({
    __typename: 'Owner',
    id: '1',
    boss: { ref: '2' },
  });
  expect(projected({ __typename: 'Firm', id: '1', boss: null }, selections, rewrites)).toEqual({
    __typename: 'Owner',
    firmId: '1',
    boss: null,
  });
});

test('a rewrite or selection of an unknown kind is refused', () => {
  const unknown = [{ Deleter: { path: [] } }] as unknown as Parameters<typeof readRewrites>[0];
  expect(() => readRewrites(unknown, types)).toThrow('unknown rewrite');
  const spread = { kind: 'FragmentSpread', value: 'F' } as const;
  expect(() => projected({ __typename: 'Person', id: '1' }, [spread])).toThrow('unknown selection');
});
