import { type OperationDefinitionNode, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCosts } from './cost.ts';
import { prepareOperation } from './operation.ts';
import { readSupergraph } from './supergraph.ts';
import { people } from './testkit/people.ts';
import { compose, type Stack, startStack } from './testkit/stack.ts';

const typeDefs = `
  type Query {
    node(id: ID!): Node
    item: Item
    items(first: Int, last: Int = 3): ItemConnection @listSize(slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"])
    plain(first: Int!): [Item!]! @listSize(slicingArguments: ["first"])
    assumed: [Item!]! @listSize(assumedSize: 7)
    unknown: [Item!]!
    heavy: Item @cost(weight: 20)
    dear: Dear
    numbers: [Int!]!
    text: String
  }
  type Mutation { change: Item }
  interface Node { id: ID! }
  type ItemConnection { nodes: [Item!]! edges: [ItemEdge!]! total: Int! pages: [Item!]! }
  type ItemEdge { node: Item! }
  type Item implements Node { id: ID! name: String parent: Item children(first: Int!): ItemConnection @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"]) }
  type Dear @cost(weight: 5) { id: ID! score: Int @cost(weight: 3) }
`;
const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost", "@listSize"])`;
const supergraph = readSupergraph(compose({ all: { sdl: link + typeDefs, url: 'http://all.test/' } }));

const costOf = (query: string, variables: Record<string, unknown> = {}) => {
  const operation = prepareOperation(supergraph, parse(query));
  if (operation === undefined) throw new Error('no operation');
  return operation.costOf(variables);
};

test.each<[string, number]>([
  ['{ text }', 0],
  ['{ item { id name } }', 1],
  ['{ item { parent { parent { id } } } }', 3],
  ['{ heavy { id } }', 20],
  ['{ heavy { parent { id } } }', 21],
  ['{ dear { id } }', 5],
  ['{ dear { score } }', 8],
  ['{ numbers }', 0],
  ['{ assumed { id } }', 7],
  ['{ assumed { parent { id } } }', 14],
  ['{ unknown { id } }', 10],
  ['{ plain(first: 4) { id } }', 4],
  ['{ plain(first: 4) { parent { id } } }', 8],
  ['{ items(first: 20) { nodes { id } } }', 21],
  ['{ items(first: 20) { nodes { id } edges { node { id } } total } }', 61],
  ['{ items { nodes { id } } }', 4],
  ['{ items(first: 2, last: 50) { nodes { id } } }', 51],
  ['{ items(first: 2) { pages { id } } }', 11],
  ['{ items(first: 10) { nodes { children(first: 10) { nodes { id } } } } }', 121],
  ['{ items(first: -5) { nodes { id } } }', 4],
  ['{ a: item { id } b: item { id } }', 2],
  ['{ item { ...F } } fragment F on Item { parent { id } }', 2],
  ['{ item { ... on Node { id } ... { parent { id } } } }', 2],
  ['{ node(id: 1) { ... on Item { parent { id } } } }', 2],
  ['{ item @skip(if: true) { id } }', 1],
  ['mutation { change { id } }', 11],
  ['{ __typename }', 0],
  ['{ __schema { types { name } } }', 50],
])('%s costs %i', (query, points) => {
  expect(costOf(query)).toBe(points);
});

test('variables size lists, and defaults stand in for them', () => {
  const query = 'query ($first: Int = 5) { items(first: $first) { nodes { id } } }';
  expect(costOf(query, { first: 80 })).toBe(81);
  expect(costOf(query, { first: 5 })).toBe(6);
  expect(costOf('query ($first: Int) { items(first: $first) { nodes { id } } }')).toBe(4);
});

test('a price is read from the supergraph, by field and by type', () => {
  const { fields, types } = readCosts(
    parse('type Query { a: Int @cost(weight: 2) } type A @cost(weight: 4) { b: Int }'),
  );
  expect([fields.get('Query.a')?.weight, types.get('A')]).toEqual([2, 4]);
});

test('every connection of our graph is sized by its argument', async () => {
  const { readFile } = await import('node:fs/promises');
  const document = parse(await readFile('schema/supergraph.graphql', 'utf8'));
  const { fields } = readCosts(document);
  const connections = document.definitions.flatMap((node) =>
    node.kind === 'ObjectTypeDefinition'
      ? (node.fields ?? [])
          .filter((field) => field.arguments?.some(({ name }) => name.value === 'first'))
          .map((field) => `${node.name.value}.${field.name.value}`)
      : [],
  );
  expect(connections.length).toBeGreaterThan(10);
  expect(connections.filter((name) => fields.get(name)?.list?.slicingArguments[0] !== 'first')).toEqual([]);
});

test('the whole journey for a page of 100 people is affordable, and a careless query is not', async () => {
  const { readFile } = await import('node:fs/promises');
  const graph = readSupergraph(await readFile('schema/supergraph.graphql', 'utf8'));
  const journey = parse(await readFile('schema/operations/participant-journey.graphql', 'utf8'));
  const definition = journey.definitions[0] as OperationDefinitionNode;
  const one = prepareOperation(graph, { ...journey, definitions: [definition] })?.costOf({ id: '1' }) ?? 0;
  expect(one).toBeGreaterThan(30);
  expect(one * 100).toBeLessThan(20_000);
  const careless = parse(
    '{ waves(first: 100) { nodes { funnelByRegion { region { parent { name } } } figures { name } funnel { applied } funds { paid } } } }',
  );
  expect(prepareOperation(graph, careless)?.costOf({})).toBeGreaterThan(10_000);
});

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people(), env: { COST_LIMIT: '40' } });
});
afterAll(() => stack.stop());

test('an operation beyond the limit is refused before any subgraph is asked', async () => {
  const response = await stack.post({ query: '{ users { reviews { text } } }' });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({
    errors: [
      {
        message: 'The operation costs 110 points; one request may cost 40. Ask for shorter lists.',
        extensions: { code: 'QUERY_TOO_LARGE', limit: 'cost', maximum: 40, requested: 110 },
      },
    ],
  });
  expect(stack.subgraph('users').calls).toEqual([]);
});

test('the answer says what it cost when the client asks', async () => {
  const { data, extensions } = await stack.ask('{ users { name } }', { headers: { 'x-cost': '1' } });
  expect(data?.users).toHaveLength(2);
  expect(extensions).toEqual({
    cost: { requested: 10, actual: 2, limit: 200_000, remaining: expect.any(Number), resetSeconds: expect.any(Number) },
  });
  expect((await stack.ask('{ users { name } }')).extensions).toBeUndefined();
});
