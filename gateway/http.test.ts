import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people() });
});
afterAll(() => stack.stop());

test('a query over two subgraphs is answered as one', async () => {
  const answer = await stack.ask('{ me { id name reviews { text stars } score } users { name score } }');
  expect(answer).toEqual({
    data: {
      me: { id: '1', name: 'name 1', reviews: [{ text: 'about 1', stars: 1 }], score: 10 },
      users: [
        { name: 'name 1', score: 10 },
        { name: 'name 2', score: 20 },
      ],
    },
  });
});

test('every audit of GraphQL over HTTP passes, with no warning and no notice', async () => {
  const audits = serverAudits({ url: stack.url });
  const results = await Promise.all(audits.map((audit) => audit.fn()));
  expect(results.length).toBeGreaterThan(50);
  expect(results.filter(({ status }) => status !== 'ok').map(({ name, status }) => `${status}: ${name}`)).toEqual([]);
});
