import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { market } from '../testkit/market.ts';
import { type GraphqlAnswer, type Stack, startStack } from '../testkit/stack.ts';

let stack: Stack;
let portal: Record<string, string>;
beforeAll(async () => {
  stack = await startStack({ subgraphs: market() });
  portal = { authorization: `Bearer ${await stack.issuer.sign({ sub: 'a-portal', role: 'portal' })}` };
});
afterAll(() => stack.stop());

const shownOf = async (query: string, headers?: Record<string, string>) => {
  const { data, errors = [] } = await stack.ask(query, headers && { headers });
  return { data, errors: errors.map(({ path, extensions }) => [path?.join('.'), extensions.code]) };
};

const things = '{ anything { __typename ... on Item { name } ... on Note { text } } }';
const [item, note] = [
  { __typename: 'Item', name: 'one' },
  { __typename: 'Note', text: null },
];

test('an object that is not shown is missing from its list, and errors name the places that are left', async () => {
  expect(await shownOf(things)).toEqual({
    data: { anything: [item, note] },
    errors: [['anything.1.text', 'INTERNAL_SERVER_ERROR']],
  });
  const secret = { __typename: 'SecretThing' };
  expect(await shownOf(things, portal)).toEqual({
    data: { anything: [secret, item, secret, note] },
    errors: [['anything.3.text', 'INTERNAL_SERVER_ERROR']],
  });
});

test.each([
  ['the name of its type alone', '{ anything { __typename } }', { anything: ['Item', 'Note'] }],
  ['by fields of an interface', '{ nodes { id } }', { nodes: [{ id: 'n' }, { id: '1' }] }],
  [
    'under aliases and conditions',
    'query ($yes: Boolean = true) { a: nodes { b: id @include(if: $yes) ...F } } fragment F on Node { t: __typename }',
    {
      a: [
        { b: 'n', t: 'Note' },
        { b: '1', t: 'Item' },
      ],
    },
  ],
])('an object that is not shown is missing: %s', async (_, query, expected) => {
  const { data, errors } = await stack.ask(query);
  const plain = JSON.parse(JSON.stringify(data), (key, value) =>
    key === 'anything' ? value.map((each: { __typename: string }) => each.__typename) : value,
  );
  expect([plain, errors]).toEqual([expected, undefined]);
});

test('where one value stands it is null, without an error unless null is not allowed', async () => {
  expect(await shownOf('{ nextThing { __typename } mood moods }')).toEqual({
    data: { nextThing: null, mood: null, moods: ['GOOD', 'BAD'] },
    errors: [],
  });
  expect(await shownOf('{ soleThing { __typename } }')).toEqual({
    data: null,
    errors: [['soleThing', 'INTERNAL_SERVER_ERROR']],
  });
  expect(await shownOf('{ nextThing { __typename } mood moods }', portal)).toEqual({
    data: { nextThing: { __typename: 'SecretThing' }, mood: 'SECRET_MOOD', moods: ['GOOD', 'SECRET_MOOD', 'BAD'] },
    errors: [],
  });
});

test('nobody is asked for what is not shown, and neither plan nor dry run names it', async () => {
  const query = '{ anything { ... on Node { id } } nodes { id } items(by: { name: "a" }) { id old } }';
  const before = stack.subgraph('secrets').calls.length;
  const answers: [string, GraphqlAnswer][] = [];
  for (const [name, value] of [
    ['x-trace', '1'],
    ['x-trace', 'plan'],
    ['x-dry-run', '1'],
    ['x-cost', '1'],
  ] as const)
    answers.push([`${name}: ${value}`, await stack.ask(query, { headers: { [name]: value } })]);
  expect(stack.subgraph('secrets').calls.length).toBe(before);
  expect(stack.subgraph('shop').calls.at(-1)?.query).not.toMatch(/secret/i);
  for (const [name, answer] of answers)
    expect([name, JSON.stringify(answer).match(/secrets?\w*/i)]).toEqual([name, null]);
  expect(answers[2]?.[1].extensions?.dryRun?.deprecated).toEqual([{ element: 'Item.old', reason: 'Use name.' }]);
});

const changed = 'subscription { changed { __typename ... on Note { id } } }';
const events = [{ data: { changed: null } }, { data: { changed: { __typename: 'Note', id: 'n' } } }];

test('what a subscription brings is shown as the answer to a query is, over both transports', async () => {
  const response = await fetch(stack.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: changed }),
  });
  const text = await response.text();
  expect([...text.matchAll(/^data: (\{.*)$/gm)].map(([, event = '']) => JSON.parse(event))).toEqual(events);
  const client = createClient({ url: stack.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  const seen: unknown[] = [];
  for await (const payload of client.iterate({ query: changed })) seen.push(payload);
  await client.dispose();
  expect(seen).toEqual(events);
});

test('a default that is not shown is filled in by the subgraph, and introspection shows no argument', async () => {
  expect(await shownOf('{ byDefault }')).toEqual({ data: { byDefault: 1 }, errors: [] });
  const query = '{ __type(name: "Query") { fields { name args { name defaultValue } } } }';
  expect(JSON.stringify(await stack.ask(query))).not.toMatch(/secret/i);
});

test('introspection lists what is shown and nothing else', async () => {
  const query = `{ __schema {
    types { name description fields(includeDeprecated: true) { name description deprecationReason args(includeDeprecated: true) { name } }
      inputFields(includeDeprecated: true) { name } enumValues(includeDeprecated: true) { name } possibleTypes { name } interfaces { name } }
    directives { name args { name } }
  } }`;
  const shown = JSON.stringify(await stack.ask(query));
  expect(shown).toContain('"name":"Note"');
  expect(shown).not.toMatch(/secret|_service|_entities|join__/i);
  expect(JSON.stringify(await stack.ask(query, { headers: portal }))).toContain('SecretThing');
});

test('only a verified token says who asks: no header, no claim of another name, no unknown role', async () => {
  const secret = '{ secretVault { secretContent } }';
  const tokens = [
    { role: 'Portal' },
    { role: ['portal'] },
    { audience: 'portal' },
    { scope: 'portal officer' },
    { role: '__proto__' },
  ];
  for (const claims of tokens) {
    const authorization = `Bearer ${await stack.issuer.sign({ sub: 'somebody', ...claims })}`;
    const { errors } = await stack.ask(secret, {
      headers: { authorization, 'x-role': 'portal', 'x-audience': 'officer' },
    });
    expect(errors?.[0]?.message).toBe('Cannot query field "secretVault" on type "Query".');
  }
  expect((await stack.ask(secret, { headers: portal })).data).toEqual({
    secretVault: { secretContent: 'planted-secret' },
  });
});
