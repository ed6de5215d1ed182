import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseEnv } from '../subgraphs/kit/env.ts';
import { accessFaults } from './access-rules.ts';
import { gatewayEnv } from './env.ts';
import { createGateway } from './gateway.ts';
import { readSupergraph } from './supergraph.ts';
import { compose, fixedSource, type Stack, startStack } from './testkit/stack.ts';

const link = (url: string, rest = '') => `@link(url: "${url}"${rest})`;
const apollo = 'https://specs.apollo.dev';
const schema = (...links: string[]) => `schema ${links.join(' ')} { query: Query }`;

test.each<[string, string, string[]]>([
  ['@policy on a field', 'type Query { a: Int @policy(policies: [["x"]]) }', ['Query.a has @policy']],
  ['@policy on a type', 'type A @policy(policies: [["x"]]) { a: Int }', ['A has @policy']],
  ['@policy on an enum and a scalar', 'enum E @policy { A } scalar S @policy', ['E has @policy', 'S has @policy']],
  ['@policy on an interface', 'interface I @policy { a: Int @policy }', ['I has @policy', 'I.a has @policy']],
  [
    'a qualified directive',
    'type Query { a: Int @federation__requiresScopes }',
    ['Query.a has @federation__requiresScopes'],
  ],
  ['a qualified policy', 'type Query { a: Int @policy__policy }', ['Query.a has @policy__policy']],
  [
    'a wrapped directive',
    'type Query { a: Int @join__directive(graphs: [A], name: "policy") }',
    ['Query.a has @policy inside'],
  ],
  ['a union', 'union U @authenticated = A', ['U has @authenticated']],
  [
    'an interface whose implementations are open',
    'interface I @authenticated { a: Int @authenticated } type A implements I { a: Int }',
    ['I has a rule that no implementation', 'I.a has a rule that no implementation'],
  ],
  ['an enum value', 'enum E { A @authenticated }', ['E.A has @authenticated']],
  ['an argument', 'type Query { a(b: Int @authenticated): Int }', ['Query.a(b:) has @authenticated']],
  ['an input', 'input I @requiresScopes(scopes: [["x"]]) { a: Int }', ['I has @requiresScopes']],
  ['a field of an input', 'input I { a: Int @authenticated }', ['I.a has @authenticated']],
  [
    'an extension',
    'extend type A @authenticated { b: Int @authenticated }',
    ['A has @authenticated', 'A.b has @authenticated'],
  ],
  ['the schema', 'schema @authenticated { query: Query }', ['schema has @authenticated']],
  ['no list of scopes', 'type Query { a: Int @requiresScopes }', ['Query.a has @requiresScopes without a list']],
  [
    'an empty list of scopes',
    'type A @requiresScopes(scopes: []) { a: Int }',
    ['A has @requiresScopes with an empty list'],
  ],
  [
    'an empty set of scopes',
    'type A { a: Int @requiresScopes(scopes: [["x"], []]) }',
    ['A.a has @requiresScopes with an empty set'],
  ],
  [
    'a scope of two words',
    'type A { a: Int @requiresScopes(scopes: [["x y"]]) }',
    ['A.a has @requiresScopes with a scope that no token'],
  ],
  [
    'a renamed import',
    `${schema(link(`${apollo}/authenticated/v0.1`, ', import: [{name: "@authenticated", as: "@auth"}], for: SECURITY'))}
     type Query { a: Int @auth }`,
    ['the schema renames @authenticated to @auth', 'Query.a has @auth'],
  ],
  [
    'a renamed specification',
    `${schema(link(`${apollo}/requiresScopes/v0.1`, ', as: "needs", for: SECURITY'))} type Query { a: Int @needs b: Int @needs__x }`,
    ['the schema renames @requiresScopes to @needs', 'Query.a has @needs', 'Query.b has @needs__x'],
  ],
  [
    'another version',
    schema(link(`${apollo}/authenticated/v9.0`, ', for: SECURITY')),
    [`the schema links ${apollo}/authenticated/v9.0, which`],
  ],
  ['policy, linked only', schema(link(`${apollo}/policy/v0.1`)), [`the schema links ${apollo}/policy/v0.1, which`]],
  [
    'a security feature of somebody else',
    `${schema(link('https://example.com/vault/v1.0', ', import: ["@sealed"], for: SECURITY'))}
     type Query { a: Int @sealed } type B @vault__box { b: Int @vault }`,
    [
      'the schema links https://example.com/vault/v1.0, which',
      'Query.a has @sealed',
      'B has @vault__box',
      'B.b has @vault',
    ],
  ],
])('%s is refused with its coordinate', (_name, sdl, faults) => {
  const found = accessFaults(parse(sdl));
  expect(found).toHaveLength(faults.length);
  faults.forEach((fault, index) => void expect(found[index]).toContain(fault));
  expect(() => readSupergraph(sdl)).toThrow(faults.at(-1));
});

test('what is enforced is not refused', () => {
  const links = ['authenticated', 'requiresScopes'].map((spec) => link(`${apollo}/${spec}/v0.1`, ', for: SECURITY'));
  const sdl = `${schema(...links, link(`${apollo}/inaccessible/v0.2`, ', for: SECURITY'))}
    directive @mine on FIELD_DEFINITION
    type Query @authenticated { a: E @requiresScopes(scopes: ["x", ["y", "z"]]) b: I @mine }
    enum E @authenticated { A } scalar S @requiresScopes(scopes: [["x"]])
    interface I @authenticated { c: S @authenticated }`;
  expect(accessFaults(parse(sdl))).toEqual([]);
});

test('a gateway does not start over a directive that it does not enforce', async () => {
  const sdl = `extend schema @link(url: "${apollo}/federation/v2.9", import: ["@policy"])
    type Query { open: Int secret: Int @policy(policies: [["vip"]]) }`;
  const SUBGRAPHS = JSON.stringify({ a: { url: 'http://a.test/', secret: 'a'.repeat(64) } });
  const env = parseEnv(gatewayEnv, { SUBGRAPHS, JWKS_URL: 'file:///none', LOG_LEVEL: 'silent' });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const start = createGateway({ env, source: fixedSource(compose({ a: { sdl, url: 'http://a.test/' } })), log });
  await expect(start).rejects.toThrow('Query.secret has @policy');
});

let stack: Stack;
beforeAll(async () => {
  const typeDefs = `
    type Query { level: Level levels: [[Level!]!] number: Number! holder: Holder thing: Thing open(level: Level): String }
    enum Level @authenticated { LOW HIGH }
    scalar Number @requiresScopes(scopes: [["numbers"]])
    type Holder { name: String level: Level number: Number }
    union Thing = Holder`;
  const holder = { __typename: 'Holder', name: 'siti', level: 'HIGH', number: 7 };
  const Query = {
    level: () => 'LOW',
    levels: () => [['LOW']],
    number: () => 1,
    holder: () => holder,
    thing: () => holder,
  };
  stack = await startStack({
    subgraphs: { all: { typeDefs, resolvers: { Query: { ...Query, open: () => 'open' } } } },
  });
});
afterAll(() => stack.stop());

test('enums and scalars are guarded wherever they are returned', async () => {
  const query =
    '{ open(level: LOW) level x: levels holder { level name number } thing { ... on Holder { l: level number } } }';
  const refused = { level: null, x: null, holder: { level: null, name: 'siti', number: null } };
  const { data, errors } = await stack.ask(query);
  expect(data).toEqual({ open: 'open', ...refused, thing: { l: null, number: null } });
  expect(errors?.map(({ path, extensions }) => `${extensions.code} ${path?.join('.')}`)).toEqual(
    ['level', 'x', 'holder.level', 'holder.number', 'thing.l', 'thing.number'].map((path) => `UNAUTHENTICATED ${path}`),
  );
  expect(stack.subgraph('all').calls.at(-1)?.query).not.toMatch(/number|levels|\blevel\b(?!:)/);
  const headers = { authorization: `Bearer ${await stack.issuer.sign({ sub: 'siti', scope: 'numbers' })}` };
  expect((await stack.ask('{ level number holder { number level } }', { headers })).data).toEqual({
    level: 'LOW',
    number: 1,
    holder: { number: 7, level: 'HIGH' },
  });
});
