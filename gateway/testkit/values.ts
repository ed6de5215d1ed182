import type { SubgraphOptions } from './subgraph.ts';

const bulk = `extend schema
  @link(url: "https://prakerja.test/specs/bulk/v1.0", import: ["@bulk"])
  @composeDirective(name: "@bulk")
directive @bulk(items: Int!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
`;

/** One subgraph that takes a value of every kind, and answers with nothing of it. */
export const values = (): Record<'takers', SubgraphOptions> => ({
  takers: {
    typeDefs: `${bulk}
      scalar Rupiah
      scalar Date
      scalar DateTime
      scalar PartnerJson
      enum Colour { RED BLUE }
      input Inner { date: Date amount: Rupiah tags: [String!] colour: Colour json: PartnerJson flag: Boolean = true }
      input Outer { inner: Inner list: [Inner!] required: Int! = 1 }
      input One @oneOf { id: ID text: String }
      type Query {
        take(
          rupiah: Rupiah date: Date time: DateTime int: Int float: Float flag: Boolean text: String id: ID ids: [ID!]
          colour: Colour json: PartnerJson outer: Outer one: One
        ): Taken
      }
      type Taken { ok: Boolean again(date: Date, text: String): Boolean }
      type Mutation { importItems(items: [Inner!]! @bulk(items: 1000)): Boolean importNested(input: Bulky!): Boolean }
      input Bulky { items: [Inner!]! @bulk(items: 20) }
    `,
    resolvers: {
      Query: { take: () => ({ ok: true, again: true }) },
      Mutation: { importItems: () => true, importNested: () => true },
    },
  },
});
