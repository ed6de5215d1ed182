import type { RegisteredDocument } from '../trusted-documents.ts';
import type { RevisionStore } from './store.ts';

const dayMs = 86_400_000;
/** Days after which a document that nobody asked no longer speaks against a supergraph. */
const unusedDays = 30;

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

/** Days on which trusted documents were last asked; each is told to the store once a day. */
export class DocumentUses {
  readonly #store: RevisionStore;
  readonly #waiting = new Set<string>();
  #today = '';
  #told = new Set<string>();

  constructor(store: RevisionStore) {
    this.#store = store;
  }

  mark(hash: string): void {
    if (this.#told.has(hash)) return;
    this.#told.add(hash);
    this.#waiting.add(hash);
  }

  async flush(): Promise<void> {
    const today = dayOf(new Date());
    if (today !== this.#today) this.#told = new Set();
    this.#today = today;
    const hashes = [...this.#waiting];
    if (hashes.length === 0) return;
    this.#waiting.clear();
    try {
      await this.#store.recordUses(hashes);
    } catch (error) {
      for (const hash of hashes) this.#waiting.add(hash);
      throw error;
    }
  }

  /** Returns the documents that were not asked for 30 days. */
  async unused(documents: readonly RegisteredDocument[], now = Date.now()): Promise<RegisteredDocument[]> {
    if (documents.length === 0) return [];
    const uses = await this.#store.lastUses(documents.map(({ hash }) => hash));
    const since = now - unusedDays * dayMs;
    return documents.filter(({ hash }) => !this.#waiting.has(hash) && (uses.get(hash)?.getTime() ?? now) < since);
  }
}
