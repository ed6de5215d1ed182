import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';
import type { SubgraphOptions } from './testkit/subgraph.ts';

/** Two owners, joined by a key that clients do not see. */
const owners = (): Record<'people' | 'money', SubgraphOptions> => ({
  people: {
    typeDefs: `
      type Query { me: Person find(by: Search): Person everyone(first: Int!): [Person!]! @listSize(slicingArguments: ["first"]) }
      type Mutation { rename(name: String!): Person @requiresScopes(scopes: [["self"]]) wave: Boolean }
      type Subscription { renamed: Person }
      input Search { id: ID formerId: ID @deprecated(reason: "Use id.") kind: Kind }
      enum Kind { OLD @deprecated(reason: "Nobody is.") NEW }
      type Person @key(fields: "id") @key(fields: "secret") {
        id: ID!
        secret: ID! @inaccessible
        name: String @tag(name: "personal-data/general")
        nickname: String @deprecated(reason: "Use name.")
      }
    `,
    resolvers: { Query: { me: () => ({ id: '1', secret: 's1', name: 'one' }) } },
  },
  money: {
    typeDefs: `
      type Person @key(fields: "secret") {
        secret: ID! @inaccessible
        score: Int
        balance: Int @requiresScopes(scopes: [["self"], ["ledger:read", "identity:read"]]) @tag(name: "personal-data/specific")
      }
    `,
    resolvers: {},
  },
});

let stack: Stack;
let production: Stack;
let poor: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: owners() });
  production = await startStack({ subgraphs: owners(), env: { NODE_ENV: 'production', TRUSTED_DOCUMENTS: 'off' } });
  poor = await startStack({
    subgraphs: people(),
    env: { COST_LIMIT: '40', RATE_LIMITS: JSON.stringify({ client: 0, person: 60, anonymous: 60 }) },
  });
});
afterAll(() => Promise.all([stack.stop(), production.stop(), poor.stop()]));
beforeEach(() => {
  for (const name of ['people', 'money']) stack.subgraph(name).calls.length = 0;
});

const calls = () => ['people', 'money'].flatMap((name) => stack.subgraph(name).calls);
const tokenWith = async (scope: string) => ({
  authorization: `Bearer ${await stack.issuer.sign({ sub: 'siti', scope })}`,
});

const JOURNEY = 'query Journey { me { name nickname score balance } }';

test('a dry run names price, owners, steps, missing scopes, deprecated fields and personal data', async () => {
  const headers = await tokenWith('identity:read');
  expect(await stack.dryRun(JOURNEY, { headers })).toEqual({
    operation: 'Journey',
    kind: 'query',
    isExecutable: true,
    cost: {
      requested: 1,
      maximum: 20_000,
      limit: 200_000,
      remaining: expect.any(Number),
      resetSeconds: expect.any(Number),
    },
    subgraphs: ['people', 'money'],
    calls: [
      { number: 1, step: 1, after: [], subgraph: 'people', kind: 'query', fields: ['Query.me'] },
      { number: 2, step: 2, after: [1], subgraph: 'money', kind: 'query', fields: ['Person.score'] },
    ],
    missingScopes: [
      {
        field: 'Person.balance',
        lacksToken: false,
        anyOf: [
          { scopes: ['self'], missing: ['self'], heldBy: ['participant'] },
          { scopes: ['ledger:read', 'identity:read'], missing: ['ledger:read'], heldBy: ['officer'] },
        ],
      },
    ],
    deprecated: [{ element: 'Person.nickname', reason: 'Use name.' }],
    personalData: [
      { field: 'Person.name', class: 'GENERAL' },
      { field: 'Person.balance', class: 'SPECIFIC' },
    ],
  });
  expect(calls()).toEqual([]);
});

test('it executes nothing, whichever kind of operation it is, and asks for no scope that is there', async () => {
  const headers = await tokenWith('self');
  const mutation = await stack.dryRun('mutation { one: rename(name: "a") { score } two: wave }', { headers });
  expect(mutation).toMatchObject({
    kind: 'mutation',
    isExecutable: true,
    missingScopes: [],
    subgraphs: ['people', 'money'],
  });
  expect(mutation?.calls.map(({ step, subgraph, kind }) => `${step} ${subgraph} ${kind}`)).toEqual([
    '1 people mutation',
    '2 money query',
    '3 people mutation',
  ]);
  const stream = { ...headers, accept: 'text/event-stream', 'x-dry-run': '1' };
  const events = await (await stack.post({ query: 'subscription { renamed { score } }' }, stream)).text();
  expect(JSON.parse(/^data: (.*)$/m.exec(events)?.[1] ?? '').extensions.dryRun.calls).toMatchObject([
    { step: 1, subgraph: 'people', kind: 'subscription' },
    { step: 2, subgraph: 'money' },
  ]);
  expect(calls()).toEqual([]);
});

test('a mutation that would be refused is planned for nobody', async () => {
  expect(await stack.dryRun('mutation { rename(name: "a") { id } }')).toMatchObject({
    isExecutable: false,
    subgraphs: [],
    calls: [],
    missingScopes: [
      { field: 'Mutation.rename', lacksToken: true, anyOf: [{ scopes: ['self'], heldBy: ['participant'] }] },
    ],
  });
});

test('deprecated arguments, input fields and enum values count where the client wrote them, in variables too', async () => {
  const query = 'query ($by: Search) { find(by: $by) { id } other: find(by: { kind: OLD }) { id } }';
  const run = await stack.dryRun(query, { variables: { by: { formerId: '1', kind: 'OLD' } } });
  expect(run?.deprecated).toEqual([
    { element: 'Kind.OLD', reason: 'Nobody is.' },
    { element: 'Search.formerId', reason: 'Use id.' },
  ]);
});

test('no key and no field that clients may not see is named, in production as elsewhere', async () => {
  for (const each of [stack, production]) {
    const answer = JSON.stringify(await each.dryRun(JOURNEY));
    expect(answer).toContain('"money"');
    expect(answer).not.toContain('secret');
  }
  const { errors } = await production.ask('{ me { secret } }', { headers: { 'x-dry-run': '1' } });
  expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('its checks are those of an execution', async () => {
  const dry = { 'x-dry-run': '1' };
  const codeOf = async (body: object, headers: Record<string, string> = {}) => {
    const { errors } = (await (await stack.post(body, { ...dry, ...headers })).json()) as {
      errors?: { extensions: { code: string } }[];
    };
    return errors?.[0]?.extensions.code;
  };
  expect(await codeOf({ query: '{ me { id } }' }, { authorization: 'Bearer no' })).toBe('UNAUTHENTICATED');
  expect(await codeOf({ query: 'query ($n: Int!) { everyone(first: $n) { id } }' })).toBe('BAD_USER_INPUT');
  expect(await codeOf({ query: '{ everyone(first: 100000) { id } }' })).toBe('QUERY_TOO_LARGE');
  expect(await codeOf({ query: '{ nothing }' })).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(await codeOf({ documentId: 'a'.repeat(64) })).toBe('DOCUMENT_UNKNOWN');
  const mutation = await fetch(`${stack.url}?query=mutation{wave}`, { headers: dry });
  expect(mutation.status).toBe(405);
});

test('it costs a little of the rate, and none of the price that it tells', async () => {
  const state = async () => (await poor.dryRun('{ users { id } }'))?.cost;
  const before = await state();
  expect(before).toMatchObject({ requested: 10, maximum: 40, limit: 60, remaining: 38 });
  expect((await state())?.remaining).toBe(16);
  const { errors } = await poor.ask('{ users { id } }', { headers: { 'x-dry-run': '1' } });
  expect(errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
});
