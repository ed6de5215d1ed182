import type { SubgraphOptions } from './subgraph.ts';

/** An operation on these subgraphs over which the planner ends its process (mismatch_finder.rs:183): a course by both its keys. */
export const fatalQuery = '{ item(id: 1) { ... on Course { left } } }';

const places = `
  type Course @key(fields: "id at { zone }") { id: ID! at: Place! seats: Int }
  type Place { zone: ID! }`;
const catalogue = `
  type Query { item(id: ID!): Item double(of: Int!): Int! }
  interface Item { id: ID! }
  type Course implements Item @key(fields: "id", resolvable: false) { id: ID! }`;
const sales = `
  type Course @key(fields: "id") {
    id: ID!
    at: Place! @shareable
    seats: Int @external
    left: Int @requires(fields: "seats")
  }
  type Place @shareable { zone: ID! }`;

/** The seed 1493 of `random/`, shrunk. */
export const fatalGraph: Record<string, SubgraphOptions> = {
  places: {
    typeDefs: places,
    resolvers: { Course: { __resolveReference: ({ id }: { id: string }) => ({ id, at: { zone: 'WIB' }, seats: 4 }) } },
  },
  catalogue: {
    typeDefs: catalogue,
    resolvers: {
      Query: {
        item: (_: unknown, { id }: { id: string }) => ({ __typename: 'Course', id }),
        double: (_: unknown, { of }: { of: number }) => 2 * of,
      },
    },
  },
  sales: {
    typeDefs: sales,
    resolvers: {
      Course: {
        __resolveReference: ({ id, seats }: { id: string; seats?: number }) => ({ id, seats, at: { zone: 'WIB' } }),
        left: ({ seats }: { seats: number }) => seats - 1,
      },
    },
  },
};
