import type { PlanNode } from '@graphql-hive/router-query-planner';
import { expect, test } from 'vitest';
import { composed } from '../../testkit/determined-graph.ts';
import { hasClashingFields } from './clashing-fields.ts';
import { Joins } from './joins.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const { sdl } = composed({
  a: `${link} type Query { things: [Thing] } union Thing = E | F
    type E @key(fields: "id") { id: ID! best: [E!]! @shareable mark: Int! @shareable name: String }
    type F @key(fields: "id") { id: ID! best: [E!] mark: Int name: String }`,
  b: `${link} type E @key(fields: "id") { id: ID! best: [E!] @shareable mark: Int @shareable }`,
});
const joins = new Joins(sdl);

const isRefused = (operation: string) => {
  const fetch: PlanNode = { kind: 'Fetch', serviceName: 'a', operation };
  return hasClashingFields({ kind: 'Sequence', nodes: [fetch] }, joins);
};

test('fields of one key that the subgraph has with other types are refused by it', () => {
  expect(isRefused('{things{...on E{best{id}}...on F{best{id}}}}')).toBe(true);
  expect(isRefused('{things{...on E{mark}...on F{mark}}}')).toBe(true);
  expect(isRefused('query($r:[_Any!]!){_entities(representations:$r){...on E{best{id}}...on F{best{id}}}}')).toBe(true);
});

test('also where fragments hold them, and below other fields', () => {
  expect(isRefused('{things{...on E{...a}...on F{best{id}}}} fragment a on E{best{name}}')).toBe(true);
  expect(isRefused('{things{...on E{x:best{mark}}...on F{x:best{mark}}}}')).toBe(true);
});

test('fields of one type and under other keys are not', () => {
  expect(isRefused('{things{__typename ...on E{name best{id}}...on F{name x:best{id}}}}')).toBe(false);
  expect(isRefused('query($r:[_Any!]!){_entities(representations:$r){...on E{mark}...on F{x:mark}}}')).toBe(false);
});
