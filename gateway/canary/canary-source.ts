import type { CanaryCounts } from '../../subgraphs/kit/metrics/error-budget.ts';

/** A supergraph that a share of the callers is to meet, as far as its source vouches for it. */
export interface CanaryOffer {
  /** The statement that is tried out: callers are chosen by it, so that they stay the same while others go live. */
  id: string;
  subgraph: string;
  number: number;
  /** Percent of the callers. */
  share: number;
  /** SDL */
  supergraph: string;
  /** Id of the revision that all other callers meet: with another one it is not offered. */
  base: string;
}

/** The place that canaries come from, and that remembers which ended. */
export interface CanarySource {
  /** The one of today; undefined where there is none. */
  offered(): CanaryOffer | undefined;
  /** Ids of those that have ended, on any gateway of the same database. */
  ended(): Promise<ReadonlySet<string>>;
  /** Writes down that one has ended, for the gateways of the same database. */
  remember(id: string, reason: string): Promise<void>;
  /**
   * Writes it down, and tells everybody.
   * @throws Error when others could not be told
   */
  end(id: string, reason: string): Promise<void>;
  /**
   * Says what was counted here by now, to be judged with the counts of all other gateways.
   * @throws Error when nobody takes it
   */
  count(id: string, counts: CanaryCounts): Promise<void>;
}
