import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type DocumentNode, type GraphQLSchema, parse, printSchema, validateSchema, visit } from 'graphql';
import { expect, test } from 'vitest';
import { audiences } from '../../subgraphs/kit/audiences.ts';
import { publicSchema, readAudiences } from '../supergraph.ts';
import { market } from '../testkit/market.ts';
import { compose } from '../testkit/stack.ts';
import { contractOf, viewersOf } from './contract.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag", "@shareable", "@inaccessible", "@requiresScopes"])\n`;

const composed = (typeDefs: string) => compose({ all: { sdl: link + typeDefs, url: 'http://all.test/' } });

const faultsOf = (schema: GraphQLSchema) => validateSchema(schema).map(({ message }) => message);

/** The SDL of what portals are shown, each definition on a line of its own. */
const shownToPortals = (typeDefs: string): string[] => {
  const { schema } = readAudiences(composed(typeDefs)).portal;
  expect(faultsOf(schema)).toEqual([]);
  return printSchema(schema)
    .split('\n\n')
    .map((definition) => definition.replaceAll(/\s+/g, ' '))
    .filter((definition) => !definition.startsWith('directive'));
};

const portal = '@tag(name: "portal")';
const officer = '@tag(name: "officer")';

test.each([
  [
    'a root field or a field of an entity without a tag is for officers',
    `type Query { a: Int ${portal} b: Int c: Thing ${portal} } type Thing @key(fields: "id") { id: ID! ${portal} d: Int }`,
    ['type Query { a: Int c: Thing }', 'type Thing { id: ID! }'],
  ],
  [
    'another type is shown wherever a field returns it, but for what its tags keep back',
    `type Query { a: Page ${portal} } type Page { b: Int c: Int ${officer} }`,
    ['type Query { a: Page }', 'type Page { b: Int }'],
  ],
  [
    'what returns a type that is not shown goes with it, and so do types that nothing leads to',
    `type Query { a: Int ${portal} b: [Page!]! ${portal} } type Page ${officer} { c: Inner } type Inner { d: Int }`,
    ['type Query { a: Int }'],
  ],
  [
    'a type without fields, a union without members and an enum without values are not there',
    `type Query { a: Int ${portal} b: Union ${portal} c: Enum ${portal} d: Empty ${portal} }
      union Union = Page type Page ${officer} { x: Int } enum Enum { X ${officer} } type Empty { x: Int ${officer} }`,
    ['type Query { a: Int }'],
  ],
  [
    'a field goes with an argument that must be given; another argument goes alone',
    `type Query { a(x: In!): Int ${portal} b(x: In): Int ${portal} c(y: Int! ${officer}): Int ${portal} } input In ${officer} { x: Int }`,
    ['type Query { b: Int }'],
  ],
  [
    'an input type goes with a field that must be given, and without any',
    `type Query { a(x: In, y: Out, z: Deep): Int ${portal} } input In { b: Int! ${officer} c: Int } input Out { d: Int ${officer} } input Deep { e: Int f: In }`,
    ['type Query { a(z: Deep): Int }', 'input Deep { e: Int }'],
  ],
  [
    'a default that names what is not shown is left to the subgraph',
    `type Query { a(x: E = SECRET, y: E! = SECRET, z: In = { e: SECRET }): Int ${portal} } enum E { OPEN SECRET ${officer} } input In { e: E }`,
    ['type Query { a(x: E, z: In): Int }', 'enum E { OPEN }', 'input In { e: E }'],
  ],
  [
    'a type that is shown less than its interface no longer implements it, and the interface keeps its fields',
    `type Query { a: I ${portal} b: B ${portal} } interface I { id: ID! x: Int }
      type A implements I { id: ID! x: Int } type B implements I { id: ID! x: Int ${officer} y: Int }`,
    [
      'type Query { a: I b: B }',
      'interface I { id: ID! x: Int }',
      'type A implements I { id: ID! x: Int }',
      'type B { id: ID! y: Int }',
    ],
  ],
  [
    'an interface without a type that is shown is not there',
    `type Query { a: Int ${portal} b: I ${portal} } interface I { id: ID! } type A implements I @key(fields: "id") { id: ID! }`,
    ['type Query { a: Int }'],
  ],
  [
    'a type is reached by its interface, but not by another implementation of it',
    `type Query { a: A ${portal} } interface I { id: ID! } type A implements I { id: ID! } type B implements I { id: ID! }`,
    ['type Query { a: A }', 'interface I { id: ID! }', 'type A implements I { id: ID! }'],
  ],
  [
    'a root type without fields is not there',
    `type Query { a: Int ${portal} } type Mutation { b: Int ${officer} } type Subscription { c: Int }`,
    ['type Query { a: Int }'],
  ],
])('%s', (_, typeDefs, expected) => {
  expect(shownToPortals(typeDefs).sort()).toEqual([...expected].sort());
});

test('the rule of an implementation that is not shown does not guard the interface', () => {
  const typeDefs = `type Query { a: [I] ${portal} } interface I { x: Int } type A implements I { x: Int }
    type B implements I ${officer} { x: Int @requiresScopes(scopes: [["secret:scope"]]) }`;
  const graphs = readAudiences(composed(typeDefs));
  expect(graphs.portal.guards.has('I.x')).toBe(false);
  expect(graphs.portal.guards.has('Query.a')).toBe(false);
  expect(graphs.officer.guards.has('I.x')).toBe(true);
});

test('a supergraph without a tag of an audience is shown to everyone as it is', () => {
  const sdl = composed('type Query { a: Int @tag(name: "personal-data/general") b: Int }');
  expect(viewersOf(parse(sdl))('public')).toBe('officer');
  const graphs = Object.values(readAudiences(sdl));
  expect(new Set(graphs).size).toBe(1);
  expect(Object.keys(graphs[0]?.schema.getQueryType()?.getFields() ?? {})).toEqual(['a', 'b']);
});

/** The same supergraph, each element that may have a tag with one of an audience or with none, by chance. */
const retagged = (document: DocumentNode, next: () => number): DocumentNode => {
  const change = (node: { directives?: readonly unknown[] }) => {
    const [tag] = next() < 0.2 ? [audiences[Math.floor(next() * audiences.length)]] : [];
    if (tag === undefined) return undefined;
    const [directive] =
      (parse(`type T @tag(name: "${tag}")`).definitions[0] as { directives?: unknown[] }).directives ?? [];
    return { ...node, directives: [...(node.directives ?? []), directive] };
  };
  return visit(document, {
    FieldDefinition: { leave: change },
    InputValueDefinition: { leave: change },
    EnumValueDefinition: { leave: change },
    ObjectTypeDefinition: { leave: (node) => (next() < 0.2 ? change(node) : undefined) },
    InterfaceTypeDefinition: { leave: change },
    UnionTypeDefinition: { leave: change },
    EnumTypeDefinition: { leave: change },
    InputObjectTypeDefinition: { leave: change },
  });
};

const { shop } = market();
const small = parse(composed(`${shop.typeDefs}`));
const product = parse(readFileSync('schema/supergraph.graphql', 'utf8'), { noLocation: true });

test.each([
  ['a small graph with interfaces and unions', small, 200],
  ['the graph', product, 5],
])('whatever is tagged in %s, what is left is a valid schema, or has no query', (_, document, numRuns) => {
  let valid = 0;
  const check = (seed: number) => {
    let state = seed;
    // A generator of its own: fast-check's would shrink thousands of choices one by one.
    const next = () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    };
    const tagged = retagged(document, next);
    for (const audience of audiences) {
      const faults = faultsOf(publicSchema(contractOf(tagged, audience)));
      expect(faults.filter((fault) => fault !== 'Query root type must be provided.')).toEqual([]);
      if (faults.length === 0) valid += 1;
    }
  };
  fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), check), { numRuns });
  expect(valid).toBeGreaterThan(numRuns * 2);
});
