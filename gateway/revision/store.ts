/** How many revisions are kept for a rollback. */
export const keptRevisions = 20;

/** A supergraph that was live once. */
export interface RevisionRecord {
  number: number;
  /** The first 16 digits of the SHA-256 of its SDL. */
  id: string;
  source: string;
  takenAt: Date;
  isLive: boolean;
}

export interface StoredSupergraph {
  id: string;
  /** SDL */
  supergraph: string;
}

/** What a source offered last; the refusal says why it did not go live. */
export interface Offer {
  source: string;
  id: string;
  refusal: string | undefined;
  offeredAt: Date;
}

/** The revisions that gateways share, what their sources offered, and when trusted documents were last asked. */
export interface RevisionStore {
  live(): Promise<StoredSupergraph | undefined>;
  liveId(): Promise<string | undefined>;
  byNumber(number: number): Promise<StoredSupergraph | undefined>;
  /** The kept revisions, the newest first. */
  list(): Promise<RevisionRecord[]>;
  /**
   * Adds a revision under the next number, and makes it the live one; the oldest beyond those that are kept goes.
   * Does nothing when it is live already.
   */
  add(revision: StoredSupergraph & { source: string }): Promise<void>;
  goBackTo(number: number): Promise<void>;
  offers(): Promise<Offer[]>;
  /** Replaces the last offer of its source. */
  recordOffer(offer: Omit<Offer, 'offeredAt'>): Promise<void>;
  /** Days of the last use by the document's hash; a document that was never seen counts from now on. */
  lastUses(hashes: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  recordUses(hashes: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
