import type { PlanNode } from '@graphql-hive/router-query-planner';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { composed } from '../../testkit/determined-graph.ts';
import { Joins } from './joins.ts';
import { hasNeedlessPromises } from './needless-promises.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const { sdl } = composed({
  a: `${link} type Query { things: [Thing] } union Thing = E | F type E { of: M } type F { of: M } type M @key(fields: "id") { id: ID! }`,
  b: `${link} type M @key(fields: "id") { id: ID! rank: Int! size: Int next: N } type N { rank: Int! size: Int }`,
});
const joins = new Joins(sdl);

/** Whether a plan that asks these fields of all entities may null one that did not select them. */
const isNeedless = (fields: string, query: string) => {
  const plan: PlanNode = {
    kind: 'Flatten',
    path: [{ Field: 'things' }, '@', { Field: 'of' }],
    node: {
      kind: 'Fetch',
      serviceName: 'b',
      operation: `query($r:[_Any!]!){_entities(representations:$r){...on M{${fields}}}}`,
      requires: [],
    },
  };
  return hasNeedlessPromises(plan, parse(query), joins);
};

test('a promised field that one type selects is not to be asked of the entities behind the other', () => {
  expect(isNeedless('rank size', '{ things { ... on E { of { rank size } } ... on F { of { size } } } }')).toBe(true);
  expect(isNeedless('rank size', '{ things { ... on E { of { size } } ... on F { of { ... { rank } } } } }')).toBe(
    true,
  );
});

test('neither below a field that both select', () => {
  const query = '{ things { ... on E { of { next { rank size } } } ... on F { of { next { size } } } } }';
  expect(isNeedless('next{rank size}', query)).toBe(true);
});

test('what both select, what can be null, and what nobody selects is no harm', () => {
  expect(isNeedless('rank size', '{ things { ... on E { of { rank size } } ... on F { of { rank } } } }')).toBe(false);
  expect(isNeedless('size id', '{ things { ... on E { of { size } } ... on F { of { next { size } } } } }')).toBe(
    false,
  );
});
