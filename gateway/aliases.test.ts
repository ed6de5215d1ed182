import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { type DeterminedGraph, determinedGraph } from './testkit/determined-graph.ts';
import { entangled } from './testkit/entangled.ts';
import { pairQueries } from './testkit/entity-pairs.ts';
import { RandomQueries, variables } from './testkit/random-queries.ts';

const ours = Object.fromEntries(
  ['pmo', 'training', 'payments', 'jobs'].map((name) => [name, readFileSync(`schema/${name}.graphql`, 'utf8')]),
);

const graphs = new Map<string, DeterminedGraph>();
beforeAll(async () => {
  graphs.set('our graph', await determinedGraph(ours)).set('an entangled graph', await determinedGraph(entangled));
});
const graphOf = (name: string) => graphs.get(name) as DeterminedGraph;

/** The answer, and that of graphql-js over one schema: values, order of keys and places of errors. */
const compared = async (graph: DeterminedGraph, query: string) => {
  const view = ({ data, errors = [] }: Awaited<ReturnType<typeof graph.ask>>) => ({
    data,
    // Where the first of two equal keys is left out, the second's place is as good.
    keys: query.includes('(if:') ? '' : JSON.stringify(data),
    places: errors.map(({ path }) => path?.join('.')).sort(),
  });
  const given = query.includes('$yes') ? variables : {};
  return { query, answer: view(await graph.ask(query, given)), truth: view(await graph.truth(query, given)) };
};

const wrongAnswers = async (graph: DeterminedGraph, queries: readonly string[]) => {
  const wrong: unknown[] = [];
  for (const query of queries) {
    const { answer, truth } = await compared(graph, query);
    if (!isDeepStrictEqual(answer, truth)) wrong.push({ query, answer, truth });
  }
  return wrong;
};

test.each([
  ['our graph', 1000],
  ['an entangled graph', 200],
])('%s: each field of each entity under the name of each other field', async (name, least) => {
  const { schema, entities } = graphOf(name);
  const queries = pairQueries(schema, entities);
  expect(queries.flatMap(({ pairs }) => pairs).length).toBeGreaterThan(least);
  const texts = queries.map(({ text }) => text);
  expect(await wrongAnswers(graphOf(name), texts)).toEqual([]);
});

test.each([
  ['our graph', 4],
  ['an entangled graph', 7],
])('%s: random queries are answered as by one server', async (name, seed) => {
  const queries = new RandomQueries(graphOf(name).schema, seed).take(80);
  expect(await wrongAnswers(graphOf(name), queries)).toEqual([]);
});

const issued: [string, string][] = [
  ['courses of a skill', '{ skill(code: "welding") { code: name courses(first: 1) { nodes { id } } } }'],
  ['funds of a wave', '{ wave(number: 1004) { number: quota funds { committed } } }'],
  ['a balance', '{ me { id: motivation trainingBalance { granted } } }'],
  ['a list of waves', '{ waves(first: 3) { nodes { number: freePlaces funds { committed } } } }'],
  [
    'a fragment',
    '{ me { ...F } } fragment F on Participant { ...G trainingBalance { granted } } fragment G on Participant { id: name }',
  ],
  [
    'a key of the planner',
    '{ wave(number: 1) { _a0: quota _a1: number _entities: status representations: status number } }',
  ],
  ['__typename', '{ wave(number: 1) { number: __typename Wave: __typename funds { committed: __typename paid } } }'],
  ['two underscores', '{ wave(number: 1) { __number: quota __x: funds { __y: paid } } }'],
  ['its own name', '{ wave(number: 1) { number: number quota: quota funds { paid: paid } } }'],
  [
    'entities in entities',
    '{ me { id: region { code: name } interests { code: name courses(first: 1) { nodes { id: title skills { code: nameId vacancies(first: 1) { nodes { id: title } } } } } } } }',
  ],
  [
    'introspection',
    '{ wave: __typename __schema: wave(number: 1) { number: quota funds { paid } } me: __type(name: "Wave") { id: name } }',
  ],
  [
    'the same list twice',
    '{ skills { code } skills { code name } ... { skills { nameId } } skills { courses(first: 1) { nodes { id } } } }',
  ],
  ['a list of leaves twice', '{ surveys { ... { paidUnder } paidUnder } }'],
  [
    'arguments in another order',
    '{ a: alumniBySkill(first: 1, skills: ["a"], region: "32", purpose: VACANCY) { nodes { pseudonym } } a: alumniBySkill(purpose: VACANCY, region: "32", skills: ["a"], first: 1) { edges { cursor } } }',
  ],
];

test.each(issued)('an alias beside %s', async (_name, query) => {
  const { answer, truth } = await compared(graphOf('our graph'), query);
  expect(answer).toEqual(truth);
  expect(answer.data).not.toBeNull();
});

const tangles: [string, string][] = [
  [
    'other arguments than @requires has',
    '{ product(sku: "1") { dimensions { size(unit: CM) label } shippingCost tax } }',
  ],
  [
    'other arguments on each type',
    '{ media(id: "1") { ... on Book { rating } ... on Film { rating(scale: 1) owner { rate } } } }',
  ],
  [
    'aliases of one name on each type',
    '{ shelf { ... on Book { n: pages } ... on Film { n: minutes } id: title rating } }',
  ],
  [
    'a part of a compound key',
    '{ products(first: 2) { sku: name organization: carrier { id: name rate } reviews { id: text } tax } }',
  ],
  [
    'a fragment that is left out',
    'query ($yes: Boolean!) { media(id: "2") { id ... on Book @skip(if: $yes) { pages } ... on Film @skip(if: $yes) { minutes } } }',
  ],
  [
    'two conditions',
    'query ($yes: Boolean!) { products(first: 1) @skip(if: $yes) { tax } products(first: 1) { sku similar @include(if: $yes) { name } similar { tax } } }',
  ],
];

test.each(tangles)('entangled: %s', async (_name, query) => {
  const { answer, truth } = await compared(graphOf('an entangled graph'), query);
  expect(answer).toEqual(truth);
});

test('no alias of a client reaches a subgraph', async () => {
  const graph = graphOf('our graph');
  graph.calls.length = 0;
  await graph.ask(
    '{ mine: me { secretly: motivation b: trainingBalance { c: granted } ...F } } fragment F on Participant { d: id }',
  );
  expect(graph.calls.length).toBeGreaterThan(1);
  expect(graph.calls.join(' ')).not.toMatch(/\b(mine|secretly|b|c|d):/);
});
