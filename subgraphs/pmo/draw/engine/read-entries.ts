import { type EntryList, listIn } from './entry-list.ts';

const COMMA = 44;
const POINT = 46;
const NINE = 57;
/** A code has at most five characters of twelve: as digits of base 13 they name it. */
const BASE = 13;
const NAMES = BASE ** 5;

/** A region that has entries. */
export interface RegionEntries {
  code: string;
  /** More than 0. */
  eligible: number;
}

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
    let start = 0;
    let name = 0;
    for (let offset = 0; offset <= codes.length; offset += 1) {
      const byte = offset < codes.length ? (codes[offset] as number) : COMMA;
      if (byte !== COMMA) {
        name = byte >= POINT && byte <= NINE ? name * BASE + byte - POINT + 1 : NAMES;
        continue;
      }
      const region = (this.#numbers[name] || this.#meet(codes.toString('latin1', start, offset), name)) - 1;
      this.#eligible[region] = (this.#eligible[region] as number) + 1;
      this.#room.regions[this.count] = region;
      this.count += 1;
      start = offset + 1;
      name = 0;
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
  regions(): { regions: RegionEntries[]; numbers: Uint16Array } {
    const wrong = this.#codes.find((code) => !/^[.0-9]{1,5}$/.test(code));
    if (wrong !== undefined) throw new Error(`an entry is in the region ${wrong}, which is no code`);
    const met = this.#codes.map((code, index) => ({ code, eligible: this.#eligible[index] as number }));
    const regions = met.toSorted((a, b) => (a.code < b.code ? -1 : 1));
    return { regions, numbers: Uint16Array.from(met, (region) => regions.indexOf(region)) };
  }
}
