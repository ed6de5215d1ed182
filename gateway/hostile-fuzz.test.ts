import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';
import type { ReceivedCall } from './testkit/subgraph.ts';

/** What the partner answers at the moment. */
let answer: unknown;
let stack: Stack;
beforeAll(async () => {
  const { users } = people();
  const typeDefs = `
    type Query { offers: [Offer] things: [Thing!] }
    type Offer @key(fields: "id") { id: ID name: String any: Thing owner: User place: Place! }
    type Place { city: String! } type Shop { name: String sells: Int } union Thing = Place | Shop
    type User @key(fields: "id") { id: ID! offers: [Offer!] best: Offer }`;
  const intercept = (_request: unknown, response: ServerResponse, { query }: ReceivedCall) => {
    response.end(JSON.stringify(query.includes('_entities') ? { data: { _entities: [answer, answer] } } : answer));
    return true;
  };
  stack = await startStack({ subgraphs: { users, partner: { typeDefs, resolvers: {}, intercept } } });
});
afterAll(() => stack.stop());

const thing = 'any { __typename ... on Shop { name sells } ... on Place { city } }';
const query = `{
  me { id name }
  users { id name offers { id name ${thing} owner { id name } place { city } } best { id ...F } }
  offers { id ${thing} owner { name best { name } } place { city } }
  things { ... on Shop { sells } }
} fragment F on Offer { ${thing} }`;

const names = [
  '__typename',
  'id',
  'name',
  'any',
  'owner',
  'place',
  'city',
  'offers',
  'best',
  'things',
  'data',
  'errors',
];
const bad = ['me', 'users', '__proto__', 'constructor', 'toString', 'toJSON', 'then', 'length'];
const { value } = fc.letrec((tie) => ({
  leaf: fc.constantFrom<unknown>(null, 0, -1, 1.5, true, '', 'x', '1', '2', 'User', 'Offer', 'Place', 'Shop', 'Query'),
  object: fc.dictionary(fc.constantFrom(...names, ...bad), tie('value'), { maxKeys: 6 }),
  value: fc.oneof({ maxDepth: 6 }, tie('leaf'), tie('object'), fc.array(tie('value'), { maxLength: 3 })),
}));

test('whatever a subgraph answers, its neighbours answer as always', async () => {
  const property = fc.asyncProperty(value, value, async (offers, things) => {
    answer = { data: { offers, things }, ...(typeof offers === 'object' ? offers : {}) };
    const { data } = await stack.ask(query);
    expect(data?.me).toEqual({ id: '1', name: 'name 1' });
    expect(data?.users).toMatchObject(['1', '2'].map((id) => ({ id, name: `name ${id}` })));
  });
  await fc.assert(property, { numRuns: 150, seed: 20_261_121 });
});
