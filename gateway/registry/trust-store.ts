import type { SeenStatement } from './chain.ts';

/** What must survive a restart, or an old bundle would pass for a new one. */
export interface TrustStore {
  seen(): Promise<SeenStatement[]>;
  /** Keeps those that are newer than what is kept. */
  remember(statements: readonly SeenStatement[]): Promise<void>;
  /** Ids of the keys on which a supergraph depends, by the id of its revision; none where it did not come by keys. */
  signersOf(revision: string): Promise<readonly string[]>;
  recordSigners(revision: string, keys: readonly string[]): Promise<void>;
  /** Hashes of the statements of canaries that have ended, which never begin again. */
  endedCanaries(): Promise<ReadonlySet<string>>;
  endCanary(hash: string, reason: string): Promise<void>;
  close(): Promise<void>;
}

/** The memory of a gateway without a database: a restart forgets it. */
export class MemoryTrustStore implements TrustStore {
  readonly #seen = new Map<string, SeenStatement>();
  readonly #signers = new Map<string, readonly string[]>();
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

  async signersOf(revision: string) {
    return this.#signers.get(revision) ?? [];
  }

  async recordSigners(revision: string, keys: readonly string[]) {
    this.#signers.set(revision, keys);
  }

  async endedCanaries() {
    return this.#ended;
  }

  async endCanary(hash: string) {
    this.#ended.add(hash);
  }

  async close() {}
}
