/** Who offers a supergraph. */
export interface SupergraphOrigin {
  name: string;
  /** It takes something away from somebody: streams of older revisions end at once. */
  isRevocation?: boolean;
  /** Coordinates of fields that it takes away with good reason: documents that ask for them do not speak against it. */
  withdrawn?(): readonly string[];
}

/** A supergraph that may go live. */
export interface Candidate {
  id: string;
  /** SDL */
  supergraph: string;
  origin: SupergraphOrigin;
}

/** May refuse a supergraph, whether it is new, kept from before or rolled back to: returns why, or undefined. */
export type SupergraphCheck = (candidate: Candidate) => string | undefined | Promise<string | undefined>;

export interface Verdict {
  id: string;
  /** Why the supergraph did not go live; undefined when it is live. */
  refusal: string | undefined;
  /** Documents that cannot be asked any more, and that nobody missed for 30 days or somebody gave up. */
  brokenDocuments: readonly string[];
}

/** What became of an offer: `untrusted`, its source does not vouch for it; `unread`, the source was not reached. */
export const offerOutcomes = ['taken', 'refused', 'untrusted', 'unread'] as const;
export type OfferOutcome = (typeof offerOutcomes)[number];
