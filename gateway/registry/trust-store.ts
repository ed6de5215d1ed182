import type { SeenStatement } from './chain.ts';
import type { WithheldStatement } from './withheld.ts';

/** What a supergraph that came by keys consists of. */
export interface SignedRevision {
  /** Ids of the keys on which it depends. */
  keys: readonly string[];
  /** Numbers of the statements by subgraph. */
  numbers: Readonly<Record<string, number>>;
}

/** What must survive a restart, or an old bundle would pass for a new one. */
export interface TrustStore {
  seen(): Promise<SeenStatement[]>;
  /** Keeps those that are newer than what is kept. */
  remember(statements: readonly SeenStatement[]): Promise<void>;
  /** A supergraph by the id of its revision; undefined where it did not come by keys. */
  signedOf(revision: string): Promise<SignedRevision | undefined>;
  recordSigned(revision: string, signed: SignedRevision): Promise<void>;
  /** What of statements is served no more. */
  withheld(): Promise<WithheldStatement[]>;
  withhold(statements: readonly WithheldStatement[]): Promise<void>;
  /** Hashes of the statements of canaries that have ended, which never begin again. */
  endedCanaries(): Promise<ReadonlySet<string>>;
  endCanary(hash: string, reason: string): Promise<void>;
  close(): Promise<void>;
}

/** The memory of a gateway without a database: a restart forgets it. */
export class MemoryTrustStore implements TrustStore {
  readonly #seen = new Map<string, SeenStatement>();
  readonly #signed = new Map<string, SignedRevision>();
  readonly #withheld = new Map<string, WithheldStatement>();
  readonly #ended = new Set<string>();

  async seen() {
    return [...this.#seen.values()];
  }

  async remember(statements: readonly SeenStatement[]) {
    for (const statement of statements) {
      const { number = 0 } = this.#seen.get(statement.subgraph) ?? {};
      if (statement.number > number) this.#seen.set(statement.subgraph, statement);
    }
  }

  async signedOf(revision: string) {
    return this.#signed.get(revision);
  }

  async recordSigned(revision: string, signed: SignedRevision) {
    this.#signed.set(revision, signed);
  }

  async withheld() {
    return [...this.#withheld.values()];
  }

  async withhold(statements: readonly WithheldStatement[]) {
    for (const each of statements) this.#withheld.set(each.hash, each);
  }

  async endedCanaries() {
    return this.#ended;
  }

  async endCanary(hash: string) {
    this.#ended.add(hash);
  }

  async close() {}
}
