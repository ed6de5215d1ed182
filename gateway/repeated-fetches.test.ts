import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Stack, startStack } from './testkit/stack.ts';

/** Whether scores fail. */
let isBroken = false;
let stack: Stack;
const byId = ({ id }: { id: string }) => ({ id });

beforeAll(async () => {
  const intercept = (_: unknown, response: ServerResponse, { query }: { query: string }) => {
    if (!isBroken || !query.includes('score')) return false;
    response.writeHead(502).end();
    return true;
  };
  stack = await startStack({
    subgraphs: {
      users: {
        typeDefs: `
          type Query { me: User }
          type Mutation { rename: User }
          type User @key(fields: "id") { id: ID! friend: User fan: Fan }
          type Fan @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Query: { me: () => ({ id: '1' }) },
          Mutation: { rename: () => ({ id: '1' }) },
          User: { __resolveReference: byId, friend: () => ({ id: '7' }), fan: () => ({ id: 'f' }) },
        },
      },
      fans: {
        typeDefs: `
          type Fan @key(fields: "id") { id: ID! user: User }
          type User @key(fields: "id", resolvable: false) { id: ID! }
        `,
        resolvers: { Fan: { __resolveReference: byId, user: () => ({ id: '2' }) } },
      },
      scores: {
        typeDefs: 'type User @key(fields: "id") { id: ID! score: Score } type Score { points: Int! }',
        resolvers: { User: { __resolveReference: byId, score: ({ id }: { id: string }) => ({ points: Number(id) }) } },
        intercept,
      },
    },
  });
});
afterAll(() => stack.stop());
beforeEach(() => {
  isBroken = false;
  stack.subgraph('scores').calls.length = 0;
});

const asked = () => stack.subgraph('scores').calls.length;
/** The friend of somebody, and the same one again by a longer way, which the plan reaches two steps later. */
const TWO_WAYS = '{ friend { score { points } } fan { user { friend { score { points } } } } }';
const both = { friend: { score: { points: 7 } }, fan: { user: { friend: { score: { points: 7 } } } } };

test('what one query asks of an entity twice is asked once', async () => {
  const plan = await stack.plan(`{ me ${TWO_WAYS} }`);
  expect(plan.filter((line) => line.includes('scores, after'))).toHaveLength(2);
  expect(asked()).toBe(1);
  expect((await stack.ask(`{ me ${TWO_WAYS} }`)).data).toEqual({ me: both });
  expect(asked()).toBe(2);
});

test('a failure of the one call is told at both places', async () => {
  isBroken = true;
  const { data, errors } = await stack.ask(`{ me ${TWO_WAYS} }`);
  expect(data).toEqual({ me: { friend: { score: null }, fan: { user: { friend: { score: null } } } } });
  expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual(['me.fan.user.friend.score', 'me.friend.score']);
  expect(asked()).toBe(1);
});

test('each root field of a mutation asks anew: the one before may have changed it', async () => {
  const { data } = await stack.ask(`mutation { one: rename ${TWO_WAYS} two: rename ${TWO_WAYS} }`);
  expect(data).toEqual({ one: both, two: both });
  expect(asked()).toBe(2);
});

test('two requests share nothing, also of one caller at one time', async () => {
  await Promise.all([stack.ask(`{ me ${TWO_WAYS} }`), stack.ask(`{ me ${TWO_WAYS} }`)]);
  expect(asked()).toBe(2);
});
