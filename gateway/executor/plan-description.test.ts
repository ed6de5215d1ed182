import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '../testkit/people.ts';
import { type Stack, startStack } from '../testkit/stack.ts';

let stack: Stack;
let production: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people() });
  production = await startStack({ subgraphs: people(), env: { NODE_ENV: 'production', TRUSTED_DOCUMENTS: 'off' } });
});
afterAll(() => Promise.all([stack.stop(), production.stop()]));

test('a plan says who is asked, after which others, by which keys', async () => {
  expect(await stack.plan('{ me { name score } users { id } }')).toEqual([
    '1. users: Query.me, Query.users',
    '2. reviews, after 1: User.score of User by id at me',
  ]);
});

test('the root fields of a mutation follow each other', async () => {
  const mutation = 'mutation { one: rename(id: "1", name: "a") { score } two: rename(id: "2", name: "b") { id } }';
  const lines = await stack.plan(mutation);
  expect(lines.map((line) => line.replace(/ at \S+/, ''))).toEqual([
    '1. users (mutation): Mutation.rename',
    expect.stringMatching(/^2\. reviews, after 1: User\.score of User by id/),
    '3. users (mutation), after 2: Mutation.rename',
  ]);
});

test('production, which hides the schema, hides its plans', async () => {
  expect(await production.plan('{ me { name score } }')).toEqual([]);
});
