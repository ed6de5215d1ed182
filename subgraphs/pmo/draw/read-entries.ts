import type { RegionCount } from '../quota/quota.service.ts';
import { type EntryList, listIn } from './entry-list.ts';

const [COMMA, POINT, NINE] = [44, 46, 57];
/** A code has at most five characters of twelve: as digits of base 13 they name it. */
const [BASE, NAMES] = [13, 13 ** 5];

/** Gathers the eligible entries of a wave as they arrive, in any order. */
export class ReadEntries {
  count = 0;
  readonly #room: EntryList;
  /** Regions in the order in which they were met. */
  readonly #codes: string[] = [];
  readonly #eligible: number[] = [];
  /** By the name of a region's code: how many had been met with it. */
  readonly #numbers = new Uint16Array(NAMES);

  /** @param memory LIST_BYTES for each entry that may come */
  constructor(memory: SharedArrayBuffer) {
    this.#room = listIn(memory);
  }

  /**
   * @param entries 16 bytes each
   * @param codes of their regions, divided by commas
   */
  add(entries: Uint8Array, codes: Buffer): void {
    if (entries.length === 0) return;
    this.#room.entries.set(entries, this.count * 16);
    let [start, name] = [0, 0];
    for (let at = 0; at <= codes.length; at += 1) {
      const byte = at < codes.length ? (codes[at] as number) : COMMA;
      if (byte !== COMMA) {
        name = byte >= POINT && byte <= NINE ? name * BASE + byte - POINT + 1 : NAMES;
        continue;
      }
      const region = (this.#numbers[name] || this.#meet(codes.toString('latin1', start, at), name)) - 1;
      this.#eligible[region] = (this.#eligible[region] as number) + 1;
      this.#room.regions[this.count] = region;
      this.count += 1;
      [start, name] = [at + 1, 0];
    }
  }

  #meet(code: string, name: number): number {
    this.#eligible.push(0);
    const met = this.#codes.push(code);
    this.#numbers[name] = met;
    return met;
  }

  /** What was read, its regions numbered as they were met. */
  get list(): EntryList {
    const { entries, regions } = this.#room;
    return {
      count: this.count,
      entries: entries.subarray(0, this.count * 16),
      regions: regions.subarray(0, this.count),
    };
  }

  /**
   * The regions in the order of their codes, and for each as it was met its number in this order.
   * @throws Error when what was read is no code of a region
   */
  regions(): { counts: RegionCount[]; numbers: Uint16Array } {
    const wrong = this.#codes.find((code) => !/^[.0-9]{1,5}$/.test(code));
    if (wrong !== undefined) throw new Error(`an entry is in the region ${wrong}, which is no code`);
    const met = this.#codes.map((code, at) => ({ code, eligible: this.#eligible[at] as number }));
    const counts = met.toSorted((a, b) => (a.code < b.code ? -1 : 1));
    return { counts, numbers: Uint16Array.from(met, (region) => counts.indexOf(region)) };
  }
}
