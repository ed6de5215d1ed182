// The known federation holes, one test each. In traps.test.ts: prototype pollution by aliases and variables, fragment
// bombs, mutations and odd content types by GET. In subgraph-answer.test.ts: __proto__ in a subgraph's JSON.
// In guard.test.ts: guards behind aliases, fragments, interfaces, unions, @requires and subscriptions.
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGuards } from './guard.ts';
import { leastCpuMs } from './testkit/burden.ts';
import { people } from './testkit/people.ts';
import { guarded } from './testkit/secrets.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
let protectedStack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people() });
  protectedStack = await startStack({ subgraphs: guarded() });
});
afterAll(async () => {
  await stack.stop();
  await protectedStack.stop();
});

const link = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])\n`;
const imports =
  '"@key", "@shareable", "@external", "@requires", "@authenticated", "@requiresScopes", "@context", "@fromContext"';

const composed = (...sdls: string[]) => {
  const { supergraphSdl, errors } = composeServices(
    sdls.map((sdl, index) => ({ name: `s${index}`, url: 'http://s.test/', typeDefs: parse(link(imports) + sdl) })),
  );
  return {
    guards: supergraphSdl ? readGuards(parse(supergraphSdl)) : undefined,
    errors: errors?.map(({ message }) => message),
  };
};

const owner = `type Query { me: Person } type Person @key(fields: "id") { id: ID! nik: String @requiresScopes(scopes: [["nik"]]) }`;

test('@requires cannot read a protected field for a field that is less protected', () => {
  const { errors } = composed(
    owner,
    `type Person @key(fields: "id") { id: ID! nik: String @external digits: Int @requires(fields: "nik") }`,
  );
  expect(errors?.join()).toContain('does not specify necessary @authenticated, @requiresScopes');
});

test('a chain of @requires cannot either', () => {
  const { errors } = composed(
    owner,
    `type Person @key(fields: "id") { id: ID! nik: String @external digits: Int @requires(fields: "nik") @requiresScopes(scopes: [["nik"]]) }`,
    `type Person @key(fields: "id") { id: ID! digits: Int @external sum: Int @requires(fields: "digits") }`,
  );
  expect(errors?.join()).toContain('"Person.sum" does not specify necessary');
});

test('@fromContext cannot read a protected field for a field that is less protected', () => {
  const { errors } = composed(`
    type Query { me: Person }
    type Person @key(fields: "id") @context(name: "person") { id: ID! nik: String @authenticated card: Card }
    type Card @key(fields: "id") { id: ID! print(nik: String @fromContext(field: "$person { nik }")): String }`);
  expect(errors?.join()).toContain('does not specify necessary @authenticated');
});

test('the rules of a field that two subgraphs share hold all, not one of them', () => {
  const part = (scope: string) =>
    `type Query { me: Person @shareable } type Person @key(fields: "id") { id: ID! nik: String @shareable @requiresScopes(scopes: [["${scope}"]]) }`;
  const { guards } = composed(part('a'), part('b'));
  expect(guards?.get('Person.nik')?.rules).toEqual([[['a', 'b']]]);
});

test('a field that one subgraph protects is protected, though another shares it unprotected', () => {
  const part = (guard: string) =>
    `type Query { me: Person @shareable } type Person @key(fields: "id") { id: ID! nik: String @shareable ${guard} }`;
  const { guards } = composed(part('@authenticated'), part(''));
  expect(guards?.get('Person.nik')?.rules).toEqual([[[]]]);
});

test('a guard on an interface, which implementations would not inherit, is no valid SDL', () => {
  const { errors } = composed(
    `type Query { node: Node } interface Node { id: ID! @authenticated } type A implements Node { id: ID! }`,
  );
  expect(errors?.join()).toContain('cannot be applied on interfaces');
});

test('an override of a protected field by another subgraph keeps its guard', () => {
  const { supergraphSdl } = composeServices([
    { name: 'pmo', url: 'http://s.test/', typeDefs: parse(link(imports) + owner) },
    {
      name: 'partner',
      url: 'http://s.test/',
      typeDefs: parse(
        `${link('"@key", "@override"')} type Person @key(fields: "id") { id: ID! nik: String @override(from: "pmo") }`,
      ),
    },
  ]);
  expect(readGuards(parse(supergraphSdl ?? '')).get('Person.nik')?.rules).toEqual([[['nik']]]);
});

/** Each comment makes it a document that the gateway has not seen. */
const withinMs = async (limit: number, query: string) => {
  await stack.ask('{ me { id } }');
  const tries = ['', ' # again', ' # and again'].map((comment) => () => stack.ask(`${query}${comment}`));
  expect(await leastCpuMs(tries)).toBeLessThan(limit);
  return stack.ask(query);
};

test('fields that overlap under many names are compared in bounded time (CVE-2023-26144)', async () => {
  const sets = Array.from({ length: 60 }, (_, index) => `... on User { name id reviews { text } } ...F${index}`);
  const fragments = Array.from(
    { length: 60 },
    (_, index) => `fragment F${index} on User { reviews { stars text ... on Review { stars } } name }`,
  );
  const { data, errors } = await withinMs(500, `{ me { ${sets.join(' ')} } } ${fragments.join(' ')}`);
  expect(data ?? errors?.[0]?.extensions.code).toBeDefined();
});

test('the same nested field repeated is planned in bounded time', async () => {
  const { data, errors } = await withinMs(500, `{ ${'users { score reviews { text } name } '.repeat(80)} }`);
  expect(data ?? errors?.[0]?.extensions.code).toBeDefined();
});

test('named fragments that spread each other in every order are bounded (CVE-2025-32030 to 32034)', async () => {
  const names = Array.from({ length: 8 }, (_, index) => index);
  const fragments = names.map((index) => {
    const later = names.filter((other) => other > index).map((other) => `...F${other}`);
    return `fragment F${index} on User { id ${later.join(' ')} ${later.join(' ')} reviews { text } }`;
  });
  const { errors } = await withinMs(200, `{ me { ...F0 ...F0 } } ${fragments.join(' ')}`);
  expect(errors?.[0]?.extensions.code).toBe('QUERY_TOO_LARGE');
});

test('a fragment that spreads itself is named, not followed', async () => {
  const { errors } = await withinMs(100, '{ me { ...A } } fragment A on User { ...B } fragment B on User { id ...A }');
  expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('planning over fields that many subgraphs share ends (CVE-2024-43414)', async () => {
  const count = 6;
  const typeDefs = (index: number) => `
    type Query { start: A @shareable }
    type A @key(fields: "id") { id: ID! next: B @shareable own${index}: Int }
    type B @key(fields: "id") { id: ID! back: A @shareable other${index}: Int }`;
  const resolvers = (index: number) => ({
    Query: { start: () => ({ id: '1' }) },
    A: { __resolveReference: (key: object) => key, next: () => ({ id: '2' }), [`own${index}`]: () => index },
    B: { __resolveReference: (key: object) => key, back: () => ({ id: '1' }), [`other${index}`]: () => index },
  });
  const shared = await startStack({
    subgraphs: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `s${index}`,
        { typeDefs: typeDefs(index), resolvers: resolvers(index) },
      ]),
    ),
  });
  const fields = (name: string) => Array.from({ length: count }, (_, index) => `${name}${index}`).join(' ');
  const query = `{ start { ${fields('own')} next { ${fields('other')} back { ${fields('own')} next { ${fields('other')} } } } } }`;
  let leastMs = Number.POSITIVE_INFINITY;
  for (const comment of ['', ' # again', ' # and again']) {
    const startedAt = performance.now();
    await shared.ask(`${query}${comment}`);
    leastMs = Math.min(leastMs, performance.now() - startedAt);
    if (leastMs < 3000) break;
  }
  expect(leastMs).toBeLessThan(3000);
  const { data, errors } = await shared.ask(query);
  expect(errors).toBeUndefined();
  expect(data?.start).toMatchObject({ own5: 5, next: { other0: 0, back: { own3: 3 } } });
  await shared.stop();
});

test.each([
  '{ _service { sdl } }',
  '{ _entities(representations: [{ __typename: "Person", id: "1" }]) { __typename } }',
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { nik } } }',
  '{ __type(name: "_Entity") { name } __typename join__Graph: __type(name: "join__Graph") { name } }',
])('the machinery of federation is not reachable: %s', async (query) => {
  const before = protectedStack.subgraph('people').calls.length;
  const { data, errors } = await protectedStack.ask(query, { variables: { r: [{ __typename: 'Person', id: '1' }] } });
  if (errors) expect(errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  else expect(data).toEqual({ __type: null, __typename: 'Query', join__Graph: null });
  expect(protectedStack.subgraph('people').calls.length).toBe(before);
});

test('a protected field is refused by GET and over SSE as by POST', async () => {
  const query = '{ person(id: "1") { nik } }';
  const byGet = await fetch(`${protectedStack.url}?query=${encodeURIComponent(query)}`);
  expect(await byGet.json()).toMatchObject({
    data: { person: { nik: null } },
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
  const overSse = await (await protectedStack.post({ query }, { accept: 'text/event-stream' })).text();
  expect(overSse).toContain('"person":{"nik":null}');
  expect(overSse).toContain('UNAUTHENTICATED');
});
