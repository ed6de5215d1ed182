import type { SubgraphOptions } from './subgraph.ts';

/** Two small subgraphs that share the entity User; `reviews` owns a mandatory field of it. */
export const people = (): Record<'users' | 'reviews', SubgraphOptions> => ({
  users: {
    typeDefs: `
      type Query { me: User users: [User!]! strictUsers: StrictUsers node(id: ID!): Node whoami: String }
      type Mutation { rename(id: ID!, name: String!): User }
      type Subscription { renamed(count: Int!): User }
      interface Node { id: ID! }
      type StrictUsers { list: [User!]! }
      type User implements Node @key(fields: "id") { id: ID! name: String! nickname: String }
    `,
    resolvers: {
      Query: {
        me: () => ({ id: '1' }),
        users: () => [{ id: '1' }, { id: '2' }],
        strictUsers: () => ({ list: [{ id: '1' }, { id: '2' }] }),
        node: (_: unknown, { id }: { id: string }) => ({ __typename: 'User', id }),
        whoami: (_: unknown, __: unknown, { headers }: { headers: Record<string, string> }) => headers['x-caller'],
      },
      Mutation: { rename: (_: unknown, user: { id: string; name: string }) => user },
      Subscription: {
        renamed: {
          async *subscribe(_: unknown, { count }: { count: number }) {
            for (let id = 1; id <= count; id++) yield { renamed: { id: String(id) } };
          },
        },
      },
      User: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        name: ({ id, name }: { id: string; name?: string }) => name ?? `name ${id}`,
      },
    },
  },
  reviews: {
    typeDefs: `
      type User @key(fields: "id") { id: ID! reviews: [Review!] score: Int! }
      type Review { text: String stars: Int! }
    `,
    resolvers: {
      User: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        reviews: ({ id }: { id: string }) => [{ text: `about ${id}`, stars: Number(id) }],
        score: ({ id }: { id: string }) => Number(id) * 10,
      },
    },
  },
});
