import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Stack, startStack } from './testkit/stack.ts';

interface User {
  id: string;
}

let stack: Stack;
/** What the subgraphs did, in order. */
const events: string[] = [];

const change = (_: unknown, user: User) => {
  if (user.id === 'bad') throw new Error('no such user');
  events.push(`change ${user.id}`);
  return user;
};

beforeAll(async () => {
  const users = {
    typeDefs: `
      type Query { user: User }
      type Mutation { change(id: ID!, as: String): User mustChange(id: ID!): User! }
      type User @key(fields: "id") { id: ID! name: String }`,
    resolvers: { Mutation: { change, mustChange: change }, User: { __resolveReference: (user: User) => user } },
  };
  const score = async ({ id }: User) => {
    await sleep(30);
    events.push(`read ${id}`);
    return events.length;
  };
  const scores = {
    typeDefs: 'type User @key(fields: "id") { id: ID! score: Int badge: Badge } type Badge { of: User }',
    resolvers: { User: { __resolveReference: (user: User) => user, score, badge: (of: User) => ({ of }) } },
  };
  stack = await startStack({ subgraphs: { users, scores } });
});
afterAll(() => stack.stop());
beforeEach(() => void events.splice(0));

test('a mutation field begins when all that is read for the one before it has been read', async () => {
  const answer = await stack.ask('mutation { a: change(id: "1") { score } b: change(id: "2") { id score } }');
  expect(events).toEqual(['change 1', 'read 1', 'change 2', 'read 2']);
  expect(answer).toEqual({ data: { a: { score: 2 }, b: { id: '2', score: 4 } } });
});

test('fragments, conditions, repeated keys and __typename at the root keep the order', async () => {
  const query = `
    mutation M($yes: Boolean!, $no: Boolean!, $first: ID!, $last: ID!) {
      ...Last @skip(if: $yes)
      b: change(id: "2") { id }
      kind: __typename
      ... @include(if: $yes) { a: change(id: $first) { score } }
      b: change(id: "2") { score }
      change(id: "never") @include(if: $no) { id }
      ...Last
    }
    fragment Last on Mutation { last: change(id: $last) { badge { of { score } } } }`;
  const { data, errors } = await stack.ask(query, { variables: { yes: true, no: false, first: '1', last: '3' } });
  expect(errors).toBeUndefined();
  expect(events).toEqual(['change 2', 'read 2', 'change 1', 'read 1', 'change 3', 'read 3']);
  const last = { badge: { of: { score: 6 } } };
  expect(data).toEqual({ b: { id: '2', score: 2 }, kind: 'Mutation', a: { score: 4 }, last });
});

test('of a mandatory field that fails the rest is not begun, and there is no data', async () => {
  const { data, errors } = await stack.ask(
    'mutation { a: change(id: "1") { id } b: mustChange(id: "bad") { score } c: change(id: "3") { id } }',
  );
  expect([data, errors?.map(({ path }) => path)]).toEqual([null, [['b']]]);
  expect(events).toEqual(['change 1']);
});

test('of a field that may be null the rest is begun', async () => {
  const { data, errors } = await stack.ask(
    'mutation { a: change(id: "bad") { score } b: change(id: "2") { x: score } c: mustChange(id: "3") { id } }',
  );
  expect([data, errors?.map(({ path }) => path)]).toEqual([{ a: null, b: { x: 2 }, c: { id: '3' } }, [['a']]]);
  expect(events).toEqual(['change 2', 'read 2', 'change 3']);
});

test('equal mutation fields are executed as often as they are asked for', async () => {
  await stack.ask('mutation { a: change(id: "1") { id } b: change(id: "1") { id } change(id: "1") { id } }');
  expect(events).toEqual(['change 1', 'change 1', 'change 1']);
});

test('the fields of one mutation are one request: priced once, in one trace', async () => {
  const headers = { 'x-trace': '1', 'x-cost': '1' };
  const query = 'mutation { a: change(id: "1") { id } b: change(id: "2") { score } }';
  const { extensions } = await stack.ask(query, { headers });
  expect(extensions?.subgraphs?.map(({ subgraph }) => subgraph)).toEqual(['users', 'users', 'scores']);
  expect(extensions?.cost).toMatchObject({ requested: 12 });
});
