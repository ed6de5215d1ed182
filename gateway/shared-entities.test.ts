import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from './testkit/stack.ts';

const fails = () => {
  throw new Error('no year');
};

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({
    subgraphs: {
      shelves: {
        typeDefs: `type Query { things: [Thing!] } union Thing = Book | Film
          type Book { id: ID! maker: Maker } type Film { id: ID! maker: Maker }
          type Maker @key(fields: "id") { id: ID! }
          interface User @key(fields: "id") { id: ID! name: String }
          type Robot implements User @key(fields: "id") { id: ID! name: String }
          extend type Query { users: [User] }`,
        resolvers: {
          Query: {
            things: () => ['Book', 'Film'].map((__typename) => ({ __typename, id: '1', maker: { id: '1' } })),
            users: () => [{ __typename: 'Robot', id: '1', name: 'R2' }],
          },
        },
      },
      makers: {
        typeDefs: `type Maker @key(fields: "id") { id: ID! year: Int rank: Int rate(n: Int = 1): Int }
          type User @key(fields: "id") @interfaceObject { id: ID! name: String @external
            nick: String @requires(fields: "name") }`,
        resolvers: {
          Maker: {
            __resolveReference: ({ id }: { id: string }) => ({ id }),
            year: fails,
            rank: () => 7,
            rate: (_: unknown, { n }: { n: number }) => n * 10,
          },
          User: { __resolveReference: (user: object) => user, nick: fails },
        },
      },
    },
  });
});
afterAll(() => stack.stop());

const placesOf = async (query: string) => {
  const { data, errors = [] } = await stack.ask(query);
  return { data, places: errors.map(({ path }) => path?.join('.')) };
};

test('a field that only one type selects fails at an entity of this type only', async () => {
  const query = '{ things { ... on Book { maker { year rank } } ... on Film { maker { rank } } } }';
  expect(await placesOf(query)).toEqual({
    data: { things: [{ maker: { year: null, rank: 7 } }, { maker: { rank: 7 } }] },
    places: ['things.0.maker.year'],
  });
});

test('an entity that two paths of a fetch reach fails once', async () => {
  expect(await placesOf('{ users { nick ... on Robot { nick } } }')).toEqual({
    data: { users: [{ nick: null }] },
    places: ['users.0.nick'],
  });
});

test('one entity is asked for a field with the arguments of each type that it stands in', async () => {
  const query = '{ things { ... on Book { maker { rate(n: 1) } } ... on Film { maker { rate(n: 2) } } } }';
  expect(await placesOf(query)).toEqual({
    data: { things: [{ maker: { rate: 10 } }, { maker: { rate: 20 } }] },
    places: [],
  });
});
