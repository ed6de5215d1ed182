import type { PlanNode } from '@graphql-hive/router-query-planner';
import { expect, test } from 'vitest';
import { mixesAliases } from './mixed-aliases.ts';

const planOf = (operation: string, key: string): PlanNode => ({
  kind: 'Sequence',
  nodes: [
    { kind: 'Fetch', serviceName: 'a', operation },
    {
      kind: 'Flatten',
      path: [{ Field: 'feed' }],
      node: {
        kind: 'Fetch',
        serviceName: 'b',
        operation: '{_entities{x}}',
        requires: [
          { kind: 'InlineFragment', typeCondition: 'Post', selections: [{ kind: 'Field', name: key, alias: 'score' }] },
        ],
      },
    },
  ],
});

const twice = '{feed{_internal_qp_alias_0: score(of: BIG)} _a0: feed{_internal_qp_alias_0: score(of: SMALL)}}';
const plain = '{feed{score(of: BIG)} _a0: feed{score}}';
const alike = '{feed{_internal_qp_alias_0: score(of: BIG)} _a0: feed{_internal_qp_alias_0: score(of: BIG)}}';
const clients = '{feed{score(of: BIG) _a1: score(of: SMALL)}}';
const unread = '{feed{rank(of: BIG)} _a0: feed{rank}}';

test.each([
  { name: 'one alias for two arguments, read as a key', operation: twice, key: '_internal_qp_alias_0', isMixed: true },
  { name: 'one name for two arguments', operation: plain, key: 'score', isMixed: true },
  { name: 'one alias for one argument', operation: alike, key: '_internal_qp_alias_0', isMixed: false },
  { name: 'another argument under a key of the operation', operation: clients, key: 'score', isMixed: false },
  { name: 'two arguments of a field that no key reads', operation: unread, key: 'score', isMixed: false },
])('$name', ({ operation, key, isMixed }) => {
  expect(mixesAliases(planOf(operation, key))).toBe(isMixed);
});
