import type { SubgraphOptions } from './subgraph.ts';

/** Tags of audiences, as `@tag(name: "public")`. */
const shown = (...names: string[]) => names.map((name) => `@tag(name: "${name}")`).join(' ');

const all = shown('public', 'platform', 'portal', 'payment', 'bank');
const portal = shown('portal');
const officer = shown('officer');

/** Elements that a stranger is shown none of, by kind; `secret`, in any case, is in the name of each. */
export const shop = `
  type Query {
    items(by: Filter, sort: Sort = CHEAP, secretArgument: Int ${portal}): [Item!]! ${all}
    item(id: ID!, secretFlag: Boolean ${officer}): Item ${all}
    anything: [Thing!]! ${all}
    nextThing: Thing ${all}
    soleThing: Thing! ${all}
    moods: [Mood!]! ${all}
    mood: Mood ${all}
    nodes: [Node!]! ${all}
    secretItems(secretInput: SecretInput): [Item!]! ${portal}
    secretVault: SecretVault ${portal}
    untaggedSecret: Int
    secretMust(input: WithSecretField!): Int ${all}
    byDefault(secretChoice: Sort! = SECRET_SORT): Int ${all}
  }
  type Mutation { rename(id: ID!, name: String!): Item ${all} secretRename(id: ID!): Item ${portal} }
  type Subscription { changed: Thing ${all} secretChanged: Item ${portal} }
  interface Node { id: ID! }
  type Item implements Node @key(fields: "id") {
    id: ID! ${all}
    name: String ${all}
    mood: Mood ${all}
    old: String @deprecated(reason: "Use name.") ${all}
    secretPrice: Int ${portal}
    secretOld: Int @deprecated(reason: "Use secretPrice.") ${portal}
  }
  type Note implements Node { id: ID! text: String }
  type SecretThing implements Node @key(fields: "id") { id: ID! ${portal} secretCause: String ${portal} }
  type SecretVault { secretContent: String secretCode(secretOf: SecretSort): Int }
  union Thing = Item | Note | SecretThing
  enum Mood { GOOD BAD SECRET_MOOD ${portal} }
  enum Sort { CHEAP DEAR SECRET_SORT ${portal} }
  enum SecretSort { SECRET_UP SECRET_DOWN }
  input Filter { name: String mood: Mood secretWord: String ${portal} }
  input SecretInput { secretWord: String }
  input WithSecretField { secretName: String! secretMust: Int! ${portal} }
`;

const secretThing = { __typename: 'SecretThing', id: 's', secretCause: 'planted-secret' };
const item = { __typename: 'Item', id: '1', name: 'one', mood: 'GOOD' };
const note = { __typename: 'Note', id: 'n', text: 'hi' };

/** Two subgraphs with elements that only portals are shown, and data of theirs at places that everyone is shown. */
export const market = (): Record<'shop' | 'secrets', SubgraphOptions> => ({
  shop: {
    typeDefs: shop,
    resolvers: {
      Query: {
        items: () => [item],
        item: () => item,
        anything: () => [secretThing, item, secretThing, note],
        nodes: () => [secretThing, note, item],
        nextThing: () => secretThing,
        soleThing: () => secretThing,
        moods: () => ['GOOD', 'SECRET_MOOD', 'BAD'],
        mood: () => 'SECRET_MOOD',
        secretItems: () => [item],
        secretVault: () => ({ secretContent: 'planted-secret' }),
        byDefault: (_: unknown, { secretChoice }: { secretChoice: string }) => (secretChoice === 'SECRET_SORT' ? 1 : 0),
      },
      Mutation: { rename: (_: unknown, { id, name }: { id: string; name: string }) => ({ ...item, id, name }) },
      Subscription: {
        changed: {
          async *subscribe() {
            yield { changed: secretThing };
            yield { changed: note };
          },
        },
        secretChanged: {
          async *subscribe() {
            yield { secretChanged: item };
          },
        },
      },
      Note: {
        text: ({ text }: { text: string }) => {
          if (text === 'hi') throw new Error('no text today');
          return text;
        },
      },
      Item: { __resolveReference: () => item },
      SecretThing: { __resolveReference: () => secretThing },
    },
  },
  secrets: {
    typeDefs: `
      type Query { secretCount: Int ${officer} }
      type Item @key(fields: "id") { id: ID! ${all} secretStock: Int ${portal} }
      type SecretThing @key(fields: "id") { id: ID! ${portal} secretWeight: Int ${portal} }
    `,
    resolvers: {
      Item: { __resolveReference: ({ id }: { id: string }) => ({ id }), secretStock: () => 3 },
      SecretThing: { __resolveReference: ({ id }: { id: string }) => ({ id }), secretWeight: () => 4 },
    },
  },
});
