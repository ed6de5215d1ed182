import { type Composition, compose } from './composition.ts';
import type { Subgraph } from './revision.ts';

/**
 * Composes what is live, or would be, in the order of first publication. The same subgraphs in the same order always
 * give the same text, so that whoever composes again can compare its hash.
 */
export const composeLive = (subgraphs: readonly Subgraph[]): Composition => compose(subgraphs);

/**
 * What would be live with a revision: in the place of its subgraph's live one, or behind all others.
 * @param order names of all live subgraphs, also of one of which nothing is left
 */
export const withRevision = (
  live: readonly Subgraph[],
  revision: Subgraph,
  order: readonly string[] = live.map(({ name }) => name),
): Subgraph[] => {
  const placeOf = ({ name }: Subgraph) => (order.includes(name) ? order.indexOf(name) : order.length);
  const others = live.filter(({ name }) => name !== revision.name);
  return [...others, revision].toSorted((one, other) => placeOf(one) - placeOf(other));
};
