import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse } from 'graphql';

/** Your database stands here. */
const offers = new Map([
  ['1', { id: '1', title: 'A place to learn by working' }],
  ['2', { id: '2', title: 'A mentor for six weeks' }],
]);

const typeDefs = parse(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'));

const resolvers = {
  Query: { contohOffer: (_, { id }) => offers.get(id) ?? null },
  ContohOffer: { __resolveReference: ({ id }) => offers.get(id) ?? null },
  Participant: {
    // The gateway asks for the scope too. Decide again: yours is the second wall.
    contohOffers(_, _args, { caller }) {
      if (caller.scopes.includes('self')) return offers.size;
      throw new GraphQLError('The token needs the scope self.', { extensions: { code: 'FORBIDDEN' } });
    },
  },
};

export const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
