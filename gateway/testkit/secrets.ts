import type { SubgraphOptions } from './subgraph.ts';

const person = (id: string) => ({ id, name: `name ${id}`, nik: `nik ${id}`, wallet: `wallet ${id}` });

/** Two subgraphs with fields that not everyone may see: by field, by type, through an interface and a union. */
export const guarded = (): Record<'people' | 'money', SubgraphOptions> => ({
  people: {
    typeDefs: `
      type Query {
        open: String
        me: Person @authenticated
        person(id: ID!): Person
        people: [Person!]! @requiresScopes(scopes: [["people:list"]])
        named: [Named!]
        found: [Found!]
        secret: Secret
      }
      type Mutation {
        touch: String
        wipe: String! @requiresScopes(scopes: [["wipe"]])
        rename(id: ID!, name: String!): Person
      }
      type Subscription { changed: Person @requiresScopes(scopes: [["watch"]]) touched: Person }
      interface Named { name: String! nik: String }
      union Found = Person | Place
      type Person implements Named @key(fields: "id") {
        id: ID!
        name: String!
        nik: String @requiresScopes(scopes: [["nik:read"], ["self", "admin"]])
        strictNik: String! @requiresScopes(scopes: [["nik:read"]])
      }
      type Place implements Named { name: String! nik: String }
      type Secret @requiresScopes(scopes: [["secret"]]) { text: String }
    `,
    resolvers: {
      Query: {
        open: () => 'open',
        me: () => person('1'),
        person: (_: unknown, { id }: { id: string }) => person(id),
        people: () => [person('1'), person('2')],
        named: () => [
          { __typename: 'Person', ...person('1') },
          { __typename: 'Place', name: 'Bandung', nik: 'none' },
        ],
        found: () => [
          { __typename: 'Person', ...person('1') },
          { __typename: 'Place', name: 'Bandung' },
        ],
        secret: () => ({ text: 'secret' }),
      },
      Mutation: { touch: () => 'touched', wipe: () => 'wiped', rename: (_: unknown, given: object) => given },
      Subscription: {
        changed: {
          async *subscribe() {
            yield { changed: person('1') };
          },
        },
        touched: {
          async *subscribe() {
            yield { touched: person('1') };
            yield { touched: person('2') };
          },
        },
      },
      Person: {
        __resolveReference: ({ id }: { id: string }) => person(id),
        nik: ({ id }: { id: string }) => `nik ${id}`,
        strictNik: ({ id }: { id: string }) => `nik ${id}`,
      },
    },
  },
  money: {
    typeDefs: `
      type Person @key(fields: "id") {
        id: ID!
        nik: String @external
        wallet: Wallet @authenticated
        checked: String @requires(fields: "nik") @requiresScopes(scopes: [["nik:read"], ["self", "admin"]])
      }
      type Wallet { number: String @requiresScopes(scopes: [["ledger:read"]]) kind: String! }
    `,
    resolvers: {
      Person: {
        __resolveReference: (key: object) => key,
        wallet: ({ id }: { id: string }) => ({ number: `number ${id}`, kind: 'BANK' }),
        checked: ({ nik }: { nik: string }) => `checked ${nik}`,
      },
    },
  },
});
