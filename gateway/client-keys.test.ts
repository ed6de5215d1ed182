import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { guarded } from './testkit/secrets.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let misbehave: ((response: ServerResponse) => void) | undefined;
let stack: Stack;
let protectedStack: Stack;

beforeAll(async () => {
  const { users, reviews } = people();
  const intercept = (_request: unknown, response: ServerResponse) => {
    misbehave?.(response);
    return misbehave !== undefined;
  };
  stack = await startStack({ subgraphs: { users, reviews: { ...reviews, intercept } } });
  protectedStack = await startStack({ subgraphs: guarded() });
});
beforeEach(() => {
  misbehave = undefined;
});
afterAll(async () => {
  await stack.stop();
  await protectedStack.stop();
});

const json = (body: unknown) => (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
const query = '{ reviews: me { id: name name: reviews { text: stars } } }';
const codes = (errors: { path?: readonly unknown[]; extensions: { code: string } }[] = []) =>
  errors.map(({ path, extensions }) => `${extensions.code} ${path?.join('.')}`);
/** The answer of `reviews` to `query`: under its own keys, which are the planner's. */
const failing = (path: unknown[], extensions: object = { code: 'FORBIDDEN' }) =>
  json({ data: { _entities: [null] }, errors: [{ message: 'No.', path: ['_entities', 0, ...path], extensions }] });

test('an error of a subgraph is at the key that the client chose', async () => {
  await stack.ask(query);
  const sent = stack.subgraph('reviews').calls.at(-1)?.query ?? '';
  const key = /(\w+): reviews/.exec(sent)?.[1];
  misbehave = failing([key]);
  expect(codes((await stack.ask(query)).errors)).toEqual(['FORBIDDEN reviews.name']);
  misbehave = failing([key], { code: 'INTERNAL_SERVER_ERROR' });
  const { data, errors } = await stack.ask(query);
  expect([data, codes(errors)]).toEqual([
    { reviews: { id: 'name 1', name: null } },
    ['INTERNAL_SERVER_ERROR reviews.name'],
  ]);
  const errorId = errors?.[0]?.extensions.errorId;
  expect(stack.log.find(({ details }) => details.errorId === errorId)?.details.path).toEqual(['reviews', 'name']);
});

test('a path that leads nowhere in the answer is cut', async () => {
  for (const path of [['secret'], ['__proto__', 'x'], ['0'], [7]]) {
    misbehave = failing(path);
    expect(codes((await stack.ask(query)).errors)).toEqual(['FORBIDDEN reviews']);
  }
});

test('a subgraph that is down owes its fields under the keys of the client', async () => {
  misbehave = (response) => response.destroy();
  const { data, errors } = await stack.ask(query);
  expect(data).toEqual({ reviews: { id: 'name 1', name: null } });
  expect(codes(errors)).toEqual(['SUBGRAPH_UNAVAILABLE reviews.name']);
});

test('a value of another type is named at the key of the client', async () => {
  const { data, errors } = await stack.ask('{ a: users { id: score score: id } }');
  expect([data, errors]).toEqual([{ a: [10, 20].map((id, at) => ({ id, score: String(at + 1) })) }, undefined]);
  misbehave = json({ data: { _entities: [{ _a1: 'many' }, { _a1: 20 }] } });
  const wrong = await stack.ask('{ a: users { id: score score: id } }');
  expect(codes(wrong.errors)).toEqual(['SUBGRAPH_UNAVAILABLE a.0.id']);
});

test('nothing is answered that only the planner asked for', async () => {
  expect((await stack.ask('{ node(id: "7") { x: id ... on User { score } } }')).data).toEqual({
    node: { x: '7', score: 70 },
  });
  const conditional = 'query ($no: Boolean!) { me { name @include(if: $no) __typename @include(if: $no) } }';
  expect((await stack.ask(conditional, { variables: { no: false } })).data).toEqual({ me: {} });
});

test('an event of a subscription has the keys of the client', async () => {
  const events = '{ name: renamed(count: 2) { score: id id: name name: score } }';
  const response = await stack.post({ query: `subscription ${events}` }, { accept: 'text/event-stream' });
  const payloads = [...(await response.text()).matchAll(/^data: (\{.+)$/gm)].map(([, data]) => JSON.parse(data ?? ''));
  expect(payloads).toEqual(
    [1, 2].map((id) => ({ data: { name: { score: String(id), id: `name ${id}`, name: id * 10 } } })),
  );
});

test('a denied field is refused at the key of the client, in the order of the query', async () => {
  const headers = { authorization: `Bearer ${await protectedStack.issuer.sign({ sub: 'siti' })}` };
  const query = '{ me: open open: person(id: "1") { name: nik nik: name id: wallet { kind: number number: kind } } }';
  const { data, errors } = await protectedStack.ask(query, { headers });
  expect(JSON.stringify(data)).toBe(
    '{"me":"open","open":{"name":null,"nik":"name 1","id":{"kind":null,"number":"BANK"}}}',
  );
  expect(codes(errors)).toEqual(['FORBIDDEN open.name', 'FORBIDDEN open.id.kind']);
});

test('introspection stands where the client asked for it', async () => {
  const { data } = await stack.ask('{ a: __typename me { id } b: __type(name: "User") { name } whoami: __typename }');
  expect(Object.keys(data ?? {})).toEqual(['a', 'me', 'b', 'whoami']);
});
