import { keptRevisions, type Offer, type RevisionRecord, type RevisionStore, type StoredSupergraph } from './store.ts';

type MemoryRecord = StoredSupergraph & Omit<RevisionRecord, 'isLive'>;

/** Revisions of a gateway without a database: a restart forgets them. */
export class MemoryStore implements RevisionStore {
  #records: MemoryRecord[] = [];
  #number = 0;
  #liveNumber = 0;
  readonly #offers = new Map<string, Offer>();
  readonly #uses = new Map<string, Date>();

  async live() {
    return this.#find(this.#liveNumber);
  }

  async liveId() {
    return this.#find(this.#liveNumber)?.id;
  }

  async byNumber(number: number) {
    return this.#find(number);
  }

  async list() {
    return this.#records
      .map(({ supergraph: _, ...record }) => ({ ...record, isLive: record.number === this.#liveNumber }))
      .toReversed();
  }

  async add({ id, supergraph, source }: StoredSupergraph & { source: string }) {
    if (id === (await this.liveId())) return;
    this.#number += 1;
    this.#liveNumber = this.#number;
    const others = this.#records.filter((each) => each.id !== id).slice(1 - keptRevisions);
    this.#records = [...others, { number: this.#number, id, supergraph, source, takenAt: new Date() }];
  }

  async goBackTo(number: number) {
    this.#liveNumber = number;
  }

  async offers() {
    return [...this.#offers.values()];
  }

  async recordOffer(offer: Omit<Offer, 'offeredAt'>) {
    this.#offers.set(offer.source, { ...offer, offeredAt: new Date() });
  }

  async lastUses(hashes: readonly string[]) {
    for (const hash of hashes) if (!this.#uses.has(hash)) this.#uses.set(hash, new Date());
    return this.#uses;
  }

  async recordUses(hashes: readonly string[]) {
    for (const hash of hashes) this.#uses.set(hash, new Date());
  }

  async close() {}

  #find(number: number): MemoryRecord | undefined {
    return this.#records.find((each) => each.number === number);
  }
}
