import type { FetchNode, PlanNode } from '@graphql-hive/router-query-planner';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { composed } from '../../testkit/determined-graph.ts';
import { OwnPlanner } from './own-planner.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override", "@external",
  "@requires", "@provides", "@shareable", "@interfaceObject"])`;

const plannerOf = (sdls: Record<string, string>) =>
  new OwnPlanner(composed(Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, `${link} ${sdl}`]))).sdl);

const pathText = (path: readonly unknown[]) =>
  path
    .map((each) =>
      typeof each === 'string'
        ? each
        : Object.values(each as object)
            .flat()
            .join(),
    )
    .join('.');

const fetchText = ({ serviceName, operation, requires = [] }: FetchNode): string => {
  const sent = JSON.stringify(requires.map((each) => ('selections' in each ? each.selections : [])))
    .match(/"name":"\w+"/g)
    ?.map((each) => each.slice(8, -1));
  return `${serviceName} ${operation.replaceAll(/\s+/g, ' ')}${sent ? ` with ${sent.join(' ')}` : ''}`;
};

/** A line for each fetch; those of one number are sent at once. */
const linesOf = (plan: PlanNode, number = 1): string[] => {
  if (plan.kind === 'Sequence') return plan.nodes.flatMap((each, index) => linesOf(each, index + 1));
  if (plan.kind === 'Parallel') return plan.nodes.flatMap((each) => linesOf(each, number));
  if (plan.kind === 'Fetch') return [`${number} ${fetchText(plan)}`];
  if (plan.kind !== 'Flatten' || plan.node.kind !== 'Fetch') throw new Error(plan.kind);
  return [`${number} at ${pathText(plan.path)}: ${fetchText(plan.node)}`];
};

const fetchesIn = (plan: PlanNode): FetchNode[] => {
  if (plan.kind === 'Sequence' || plan.kind === 'Parallel') return plan.nodes.flatMap(fetchesIn);
  return plan.kind === 'Flatten' ? fetchesIn(plan.node) : [plan as FetchNode];
};

const entities = 'query ($representations: [_Any!]!) { _entities(representations: $representations)';

test('a key that the first subgraph lacks is fetched where it is, and what one subgraph answers is one fetch', () => {
  const planner = plannerOf({
    a: 'type Query { es: [E!] } type E @key(fields: "id") { id: ID! }',
    b: 'type E @key(fields: "id") @key(fields: "code") { id: ID! code: Int! name: String }',
    c: 'type E @key(fields: "code") { code: Int! size: Int rank: Int }',
  });
  expect(linesOf(planner.plan(parse('{ es { size name rank } }'), 0))).toEqual([
    '1 a { es { __typename id } }',
    `2 at es.@: b ${entities} { ... on E { code name } } } with __typename id`,
    `3 at es.@: c ${entities} { ... on E { size rank } } } with __typename code`,
  ]);
});

test('what is required is asked under keys of its own and sent by its name', () => {
  const planner = plannerOf({
    a: 'type Query { e: E } type E @key(fields: "id") { id: ID! size(n: Int): Int }',
    b: `type E @key(fields: "id") { id: ID! size(n: Int): Int @external
      one: Int @requires(fields: "size(n: 1)") two: Int @requires(fields: "size(n: 2)") }`,
  });
  const plan = planner.plan(parse('{ e { size one two } }'), 0);
  expect(linesOf(plan)).toEqual([
    '1 a { e { __typename size id _kr0: size(n: 1) _kr1: size(n: 2) } }',
    `2 at e: b ${entities} { ... on E { one } } } with __typename id _kr0`,
    `2 at e: b ${entities} { ... on E { two } } } with __typename id _kr1`,
  ]);
  const [, fetch] = fetchesIn(plan);
  expect(fetch?.requires).toMatchObject([{ selections: [{}, {}, { name: '_kr0', alias: 'size' }] }]);
});

const families = plannerOf({
  a: `type Query { m: M } interface M @key(fields: "id") { id: ID! }
    type A implements M @key(fields: "id") { id: ID! name: Int } type B implements M @key(fields: "id") { id: ID! }`,
  b: 'type Query { n: M } type M @key(fields: "id") @interfaceObject { id: ID! size: Int note: Int }',
});

test('what depends on the type of an interface object is asked of those who know it, and sent back by the interface', () => {
  const plan = families.plan(parse('{ n { size ... on A { name note } } }'), 0);
  expect(linesOf(plan)).toEqual([
    '1 b { n { __typename size id } }',
    `2 at n: a ${entities} { ... on M { __typename ... on A { __typename name id } } } } with __typename id`,
    `3 at n: b ${entities} { ... on M { note } } } with __typename id`,
  ]);
  const setter = { path: [{ TypenameEquals: ['A'] }, { Key: '__typename' }], setValueTo: 'M' };
  expect(fetchesIn(plan)[2]?.inputRewrites).toEqual([{ ValueSetter: setter }]);
});

test('what is asked of all types of an interface is one fetch', () => {
  expect(linesOf(families.plan(parse('{ m { size note } }'), 0))).toEqual([
    '1 a { m { __typename id } }',
    `2 at m: b ${entities} { ... on M { size note } } } with __typename id`,
  ]);
});

test('what a field provides needs no other fetch', () => {
  const planner = plannerOf({
    a: `type Query { e: E @provides(fields: "name") plain: E }
      type E @key(fields: "id") { id: ID! name: String @external }`,
    b: 'type E @key(fields: "id") { id: ID! name: String @shareable }',
  });
  expect(linesOf(planner.plan(parse('{ e { name } }'), 0))).toEqual(['1 a { e { name } }']);
  expect(linesOf(planner.plan(parse('{ plain { name } }'), 0))).toHaveLength(2);
});

test('types of a union are asked in one fetch, and fields of one key that would not be valid beside each other are renamed', () => {
  const planner = plannerOf({
    a: `type Query { all: [Thing!] } union Thing = E | F
      type E @key(fields: "id") { id: ID! } type F @key(fields: "id") { id: ID! }`,
    b: `type E @key(fields: "id") { id: ID! size: Int! } type F @key(fields: "id") { id: ID! size: Int }`,
  });
  const plan = planner.plan(parse('{ all { ... on E { size } ... on F { size } } }'), 0);
  expect(linesOf(plan)).toEqual([
    '1 a { all { __typename ... on E { __typename id } ... on F { __typename id } } }',
    `2 at all.@: b ${entities} { ... on E { size } ... on F { _kt0: size } } } with __typename id __typename id`,
  ]);
  const renamed = { path: [{ TypenameEquals: ['F'] }, { Key: '_kt0' }], renameKeyTo: 'size' };
  expect(fetchesIn(plan)[1]?.outputRewrites).toEqual([{ KeyRenamer: renamed }]);
});

test('a field that moves is asked of the new owner below its percentage', () => {
  const planner = plannerOf({
    a: 'type Query { e: E } type E @key(fields: "id") { id: ID! size: Int }',
    b: 'type E @key(fields: "id") { id: ID! size: Int @override(from: "a", label: "percent(30)") }',
  });
  const owners = [29.9, 30.1].map((percentage) => fetchesIn(planner.plan(parse('{ e { size } }'), percentage)).length);
  expect(owners).toEqual([2, 1]);
});

test('a condition goes along with its field, and only the variables that a fetch uses', () => {
  const query = 'query ($yes: Boolean!, $no: Boolean!) { m @skip(if: $no) { id } n @include(if: $yes) { size } }';
  const plan = families.plan(parse(query), 0);
  expect(linesOf(plan)).toEqual([
    '1 a query ($no: Boolean!) { m @skip(if: $no) { id } }',
    '1 b query ($yes: Boolean!) { n @include(if: $yes) { size } }',
  ]);
  expect(fetchesIn(plan).map(({ variableUsages }) => variableUsages)).toEqual([['no'], ['yes']]);
});

test.each([
  ['{ m { nothing } }', 'no subgraph answers m'],
  ['{ m { ...F } } fragment F on M { id }', 'only one operation can be planned at once'],
  ['{ m { ... on A @include(if: $yes) { id } } }', 'the condition of a fragment is not decided'],
  ['{ m { ...F } }', 'the fragment F is not in place'],
])('%s is refused', (query, reason) => {
  expect(() => families.plan(parse(query), 0)).toThrow(reason);
});

test('an operation of more fields than a plan may have is refused', () => {
  const names = Array.from({ length: 11_000 }, (_, index) => `a${index}: size`).join(' ');
  expect(() => families.plan(parse(`{ n { ${names} } }`), 0)).toThrow('too many fields');
});
