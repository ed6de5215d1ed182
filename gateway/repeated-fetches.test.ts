import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
beforeAll(async () => {
  const { users, reviews } = people();
  const typeDefs = users.typeDefs.replace('id: ID! name', 'id: ID! friend: User boss: User name');
  const User = {
    ...(users.resolvers.User as object),
    friend: () => ({ id: '7' }),
    boss: () => ({ id: '7' }),
  };
  stack = await startStack({ subgraphs: { users: { typeDefs, resolvers: { ...users.resolvers, User } }, reviews } });
});
afterAll(() => stack.stop());
beforeEach(() => {
  stack.subgraph('reviews').calls.length = 0;
});

const asked = () => stack.subgraph('reviews').calls.map(({ query, variables }) => JSON.stringify({ query, variables }));

test('what is asked of one entity at two places is asked once', async () => {
  const { data } = await stack.ask('{ me { friend { score } boss { score } } }');
  expect(data).toEqual({ me: { friend: { score: 70 }, boss: { score: 70 } } });
  expect(new Set(asked()).size).toBe(asked().length);
});
