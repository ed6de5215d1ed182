import { people } from './people.ts';
import { newKey } from './registry.ts';
import { type Subgraph, startSubgraph } from './subgraph.ts';

export const publisher = newKey({
  organization: 'pmo',
  role: 'publisher',
  subgraphs: ['users', 'reviews'],
  person: 'ani',
});
export const approver = newKey({ organization: 'pmo', role: 'approver', person: 'budi' });

/** The subgraphs of the usual graph of a test file, without a gateway: for a registry that publishes them. */
export const publishedPeople = () => {
  const subgraphs = {} as Record<'users' | 'reviews', Subgraph>;
  return {
    subgraphs,
    start: async () => {
      const { users, reviews } = people();
      subgraphs.users = await startSubgraph(users);
      subgraphs.reviews = await startSubgraph(reviews);
    },
    stop: async () => {
      await subgraphs.users.stop();
      await subgraphs.reviews.stop();
    },
  };
};
