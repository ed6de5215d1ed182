import type { PlanNode } from '@graphql-hive/router-query-planner';
import { expect, test } from 'vitest';
import { composed } from '../../testkit/determined-graph.ts';
import { Joins } from './joins.ts';
import { misnamesEntities } from './misnamed-entities.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@interfaceObject"])`;
const joins = new Joins(
  composed({
    a: `${link} type Query { m: M } interface M @key(fields: "id") { id: ID! }
      type A implements M @key(fields: "id") { id: ID! }`,
    b: `${link} type M @key(fields: "id") @interfaceObject { id: ID! size: Int }`,
  }).sdl,
);

const planOf = (serviceName: string, type: string, isSet: boolean): PlanNode => ({
  kind: 'Flatten',
  path: [{ Field: 'm' }],
  node: {
    kind: 'Fetch',
    serviceName,
    operation: '{_entities{__typename}}',
    requires: [{ kind: 'InlineFragment', typeCondition: type, selections: [{ kind: 'Field', name: 'id' }] }],
    ...(isSet && {
      inputRewrites: [{ ValueSetter: { path: [{ TypenameEquals: ['M'] }, { Key: '__typename' }], setValueTo: 'M' } }],
    }),
  },
});

test.each([
  { subgraph: 'b', type: 'M', isSet: false, is: true },
  { subgraph: 'b', type: 'A', isSet: false, is: true },
  { subgraph: 'b', type: 'A', isSet: true, is: true },
  { subgraph: 'b', type: 'M', isSet: true, is: false },
  { subgraph: 'a', type: 'A', isSet: false, is: false },
])('an entity sent to $subgraph as $type, its name set: $isSet', ({ subgraph, type, isSet, is }) => {
  const plan = planOf(subgraph, type, isSet);
  expect(misnamesEntities(plan, joins)).toBe(is);
  expect(misnamesEntities({ kind: 'Sequence', nodes: [{ kind: 'Parallel', nodes: [plan] }] }, joins)).toBe(is);
});
