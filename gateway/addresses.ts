import { type NamedSubgraph, subgraphsIn } from './partner/partner-subgraphs.ts';
import type { SupergraphCheck } from './revision/candidate.ts';

/** What does not parse is refused elsewhere, with the place. */
const named = (supergraph: string): NamedSubgraph[] => {
  try {
    return subgraphsIn(supergraph);
  } catch {
    return [];
  }
};

/**
 * Refuses a supergraph with a subgraph that nobody could be asked for: one of our own has its address in SUBGRAPHS, a
 * partner's in the supergraph, where there are keys to ask it with.
 */
export const addressCheck =
  ({ own, hasPartnerKeys }: { own: ReadonlySet<string>; hasPartnerKeys: boolean }): SupergraphCheck =>
  ({ supergraph }) => {
    const missing = named(supergraph)
      .filter(({ name, address }) => !own.has(name) && !(hasPartnerKeys && URL.canParse(address)))
      .map(({ name }) => name);
    if (missing.length === 0) return undefined;
    const partners = hasPartnerKeys ? '' : ', and without PARTNER_KEYS no other one is asked';
    return `there is no address of ${missing.join(', ')}: SUBGRAPHS does not name it${partners}`;
  };
