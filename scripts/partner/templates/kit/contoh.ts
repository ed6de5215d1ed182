import { readFileSync } from 'node:fs';
import { type RequestFacts, requireScope, type SubgraphOptions } from '@prakerja/subgraph-kit';

interface Offer {
  id: string;
  title: string;
}

/** Your database stands here. */
const offers = new Map<string, Offer>([
  ['1', { id: '1', title: 'A place to learn by working' }],
  ['2', { id: '2', title: 'A mentor for six weeks' }],
]);

/** What the subgraph says and does, wherever it runs. */
export const contoh: Omit<SubgraphOptions<RequestFacts>, 'env'> = {
  name: 'contoh',
  typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  resolvers: {
    Query: {
      contohOffer: (_: unknown, { id }: { id: string }) => offers.get(id) ?? null,
    },
    Participant: {
      // The gateway asks for the scope too. Decide again: yours is the second wall.
      contohOffers: (_: unknown, _args: unknown, { caller }: RequestFacts) => {
        requireScope(caller, 'self');
        return offers.size;
      },
    },
  },
  entities: {
    // One call for all keys of a request: ask your database once.
    Participant: async (keys: readonly { id: string }[]) => keys.map(({ id }) => ({ id })),
    ContohOffer: async (keys: readonly { id: string }[]) => keys.map(({ id }) => offers.get(id) ?? null),
  },
};
