import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { locationsOf } from './error-location.ts';
import { placePath } from './places.ts';
import { TypeNames } from './type-names.ts';

const types = new TypeNames(buildSchema('type Query { all: [E] one: E } type E { id: ID }'));

test('an entity has each of its places once, however many paths lead there', () => {
  const entity = { __typename: 'E', id: '1' };
  const data = { all: [{ __typename: 'E', id: '2' }, entity], one: entity };
  const paths = [
    [{ Field: 'all' }, '@' as const],
    [{ Field: 'all' }, '@' as const, { TypeCondition: ['E'] }],
    [{ Field: 'one' }],
  ].map((path) => placePath(path, types));
  const found = locationsOf(data, { paths, targets: [entity], indexes: [0] });
  expect(found.get(0)).toEqual([['all', 1], ['one']]);
});
