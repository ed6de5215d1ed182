import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { hasUnfitOperations } from './unfit-operations.ts';

const schema = buildSchema('type Query { e: E } type E { id: ID items: E }');

test.each([
  ['{e{id items{id}}}', false],
  ['query($representations:[_Any!]!){_entities(representations: $representations){...on E{id items{id}}}}', false],
  ['query($representations:[_Any!]!){_entities(representations: $representations){...on E{id items}}}', true],
  ['query($yes:Boolean!){e @include(if: $yes){id} a: e{id}}', false],
  ['query($yes:Boolean!){e @include(if: $yes){id} e{items{id}}}', true],
])('%s', (operation, isUnfit) => {
  const plan = { kind: 'Fetch' as const, serviceName: 'a', operation };
  expect(hasUnfitOperations({ kind: 'Parallel', nodes: [plan] }, schema)).toBe(isUnfit);
});
