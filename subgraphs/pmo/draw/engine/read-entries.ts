import { type EntryList, listIn } from './entry-list.ts';

const COMMA = 44;
const POINT = 46;
const NINE = 57;
/** A code has at most five characters of twelve: as digits of base 13 they name it. */
const BASE = 13;
const NAMES = BASE ** 5;

/** Nearly all codes are those of regencies, as 32.73 is. */
const REGENCY_LENGTH = 5;

const endOf = (codes: Buffer, start: number): number => {
  const end = codes.indexOf(COMMA, start);
  return end < 0 ? codes.length : end;
};

/** The name of the code that lies from `start` to before `end`; one that is none for what is no code. */
const nameOf = (codes: Buffer, start: number, end: number): number => {
  let name = 0;
  for (let offset = start; offset < end; offset += 1) {
    const byte = codes[offset] as number;
    if (byte < POINT || byte > NINE) return NAMES;
    name = name * BASE + byte - POINT + 1;
  }
  return name;
};

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
    const { regions } = this.#room;
    let start = 0;
    while (start <= codes.length) {
      let end = start + REGENCY_LENGTH;
      let name = codes[end] === COMMA ? nameOf(codes, start, end) : NAMES;
      if (name === NAMES) {
        end = endOf(codes, start);
        name = nameOf(codes, start, end);
      }
      const region = (this.#numbers[name] || this.#meet(codes.toString('latin1', start, end), name)) - 1;
      this.#eligible[region] = (this.#eligible[region] as number) + 1;
      regions[this.count] = region;
      this.count += 1;
      start = end + 1;
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
