import type { Subgraph } from './subgraph.ts';

const amount = (id: string, step: number) => step * (1 + Number(id.slice(1)));

export const payments: Subgraph = {
  name: 'payments',
  sdl: `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query {
      budget: Int!
    }
    type Participant @key(fields: "id") {
      id: ID!
      trainingBalance: Int!
    }
    type Course @key(fields: "id") {
      id: ID!
      price: Int!
    }`,
  queries: { budget: 2_000_000_000 },
  entities: {
    Participant: { key: 'id', find: (id) => ({ id, trainingBalance: amount(id, 35_000) }) },
    Course: { key: 'id', find: (id) => ({ id, price: amount(id, 25_000) }) },
  },
};
