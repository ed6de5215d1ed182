import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareOperation } from './operation.ts';
import { readSupergraph } from './supergraph.ts';
import { people } from './testkit/people.ts';
import { compose, type Stack, startStack } from './testkit/stack.ts';
import type { SubgraphOptions } from './testkit/subgraph.ts';

const typeDefs = `
  type Query {
    node: Node
    item: Item
    items(first: Int!): ItemConnection @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])
    lists: [[Item!]!]!
    heavy: Item @cost(weight: 20)
    dear: Dear
    numbers: [Int!]!
  }
  type Mutation { change: Item counted: Item @cost(weight: 30) }
  interface Node { id: ID! }
  type ItemConnection { nodes: [Item!]! total: Int! }
  type Item implements Node { id: ID! name: String parent: Item children(first: Int!): ItemConnection @listSize(slicingArguments: ["first"], sizedFields: ["nodes"]) }
  type Dear implements Node @cost(weight: 5) { id: ID! score: Int @cost(weight: 3) }
`;
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize"])`;
const supergraph = readSupergraph(compose({ all: { sdl: link + typeDefs, url: 'http://all.test/' } }));

const item = { id: '1' };
const ofMany = (count: number) => ({ nodes: Array.from({ length: count }, () => item) });

test.each<[string, object | null, number]>([
  ['{ items(first: 100) { nodes { id } } }', { items: ofMany(0) }, 1],
  ['{ items(first: 100) { nodes { id } } }', { items: ofMany(3) }, 4],
  ['{ items(first: 100) { nodes { id } } }', { items: null }, 0],
  [
    '{ a: items(first: 9) { n: nodes { id } } b: items(first: 9) { nodes { id } } }',
    { a: { n: [item] }, b: ofMany(2) },
    5,
  ],
  ['{ lists { id } }', { lists: [[item, item], [], [item]] }, 3],
  ['{ numbers item { name } }', { numbers: [1, 2, 3], item: { name: 'x' } }, 1],
  ['{ heavy { id } }', { heavy: null }, 20],
  ['{ heavy { parent { id } } }', { heavy: { parent: item } }, 21],
  ['{ heavy @include(if: false) { id } item { id } }', { item }, 1],
  ['{ dear { score } }', { dear: { score: null } }, 8],
  ['{ item { ...F parent { id } } } fragment F on Item { parent { name } }', { item: { parent: item } }, 2],
  ['{ node { ... on Item { parent { id } } ... on Dear { score } } }', { node: { parent: item } }, 2],
  ['{ node { ... on Item { parent { id } } ... on Dear { score } } }', { node: { score: 1 } }, 4],
  ['{ __schema { types { name } } }', { __schema: { types: [{ name: 'A' }] } }, 50],
  ['mutation { change { id } }', { change: null }, 10],
  ['mutation { counted { id } }', null, 40],
])('%s that returned %j costs %i', (query, data, points) => {
  const operation = prepareOperation(supergraph, parse(query));
  expect(operation?.returnedCostOf(data as Record<string, unknown> | null)).toBe(points);
});

let stack: Stack;
beforeAll(async () => {
  const { users, reviews } = people();
  const many = Array.from({ length: 20 }, (_, index) => ({ id: String(index) }));
  const Query = { ...(users?.resolvers.Query as object), users: () => [], everyone: () => many };
  const typeDefs = users?.typeDefs.replace('me: User', 'me: User everyone: [User!]!') ?? '';
  const subgraphs = { users: { ...users, typeDefs, resolvers: { ...users?.resolvers, Query } }, reviews };
  stack = await startStack({
    subgraphs: subgraphs as Record<string, SubgraphOptions>,
    env: { RATE_LIMITS: '{"client":1000,"person":1000,"anonymous":1000}', PROXIES: '1' },
  });
});
afterAll(() => stack.stop());

const costOf = async (query: string, address: string) => {
  const headers = { 'x-cost': '1', 'x-forwarded-for': address };
  return (await stack.ask(query, { headers })).extensions?.cost as Record<string, number>;
};

test('what was not returned is given back, and the answer says both', async () => {
  const empty = '{ users { reviews { text } } }';
  expect(await costOf(empty, '1.0.0.1')).toMatchObject({ requested: 110, actual: 1, remaining: 999 });
  // 20 times 110 would be beyond the budget.
  const costs = await Promise.all(Array.from({ length: 5 }, () => costOf(empty, '1.0.0.1')));
  expect(costs.every(({ actual }) => actual === 1)).toBe(true);
  for (let count = 0; count < 15; count++) expect(await costOf(empty, '1.0.0.1')).toMatchObject({ actual: 1 });
});

test('the price never goes up', async () => {
  expect(await costOf('{ everyone { id } }', '1.0.0.2')).toMatchObject({ requested: 10, actual: 10, remaining: 990 });
});

test('a mutation is never cheaper than its own weight', async () => {
  const cost = await costOf('mutation { rename(id: "1", name: "x") { name } }', '1.0.0.3');
  expect(cost).toMatchObject({ requested: 11, actual: 11, remaining: 989 });
});

test('while it runs an operation holds what it could cost', async () => {
  const dear = '{ users { reviews { text } } a: users { reviews { text } } b: users { reviews { text } } }';
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => stack.post({ query: dear }, { 'x-forwarded-for': '1.0.0.4' })),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toContain(429);
  expect(statuses).toContain(200);
});
