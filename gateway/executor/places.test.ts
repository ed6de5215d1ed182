import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { locationsAt, objectsAt, placePath } from './places.ts';
import { TypeNames } from './type-names.ts';

const types = new TypeNames(
  buildSchema(`
    type Query { a: Owner } interface Owner { id: ID! }
    type Firm implements Owner { id: ID! } type Person implements Owner { id: ID! }
  `),
);

const at = (data: Record<string, unknown>, path: FlattenNodePathSegment[]) => {
  const place = placePath(path, types);
  const locations = [...locationsAt(data, place)].flatMap(([object, found]) =>
    found.map((location) => [location.join('.'), object]),
  );
  const objects = objectsAt(data, place);
  expect(new Set(objects)).toEqual(new Set(locations.map(([, object]) => object)));
  return locations.map(([location]) => location);
};

const firm = { __typename: 'Firm', id: '1' };
const person = { __typename: 'Person', id: '2' };
const unnamed = { id: '3' };

test('through lists of lists, nulls and what is missing', () => {
  const data = { rows: [[{ cell: firm }, null], null, [{ cell: null }, {}, { cell: [person] }]] };
  expect(at(data, [{ Field: 'rows' }, '@', '@', { Field: 'cell' }])).toEqual(['rows.0.0.cell', 'rows.2.2.cell.0']);
  expect(at({ rows: 'text' }, [{ Field: 'rows' }, '@', { Field: 'length' }])).toEqual([]);
});

test('only objects of the type that the path names; one without a name passes', () => {
  const data = { all: [firm, person, unnamed] };
  const typed = (name: string): FlattenNodePathSegment[] => [{ Field: 'all' }, '@', { TypeCondition: [name] }];
  expect(at(data, typed('Firm'))).toEqual(['all.0', 'all.2']);
  expect(at(data, typed('Owner'))).toEqual(['all.0', 'all.1', 'all.2']);
});

test('one object at several places has several locations', () => {
  expect(at({ a: [{ of: firm }, { of: firm }] }, [{ Field: 'a' }, '@', { Field: 'of' }])).toEqual(['a.0.of', 'a.1.of']);
});

test('a segment of an unknown kind is refused', () => {
  expect(() => placePath([{ Index: 1 } as unknown as FlattenNodePathSegment], types)).toThrow('unknown segment');
});
