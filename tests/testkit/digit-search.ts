import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Runs of at least ten digits: every identifier that is planted has one. */
const runs = /\d{10,}/g;

export interface Hit {
  place: string;
  value: string;
}

const CIVIL_BOOK = join('simulators', 'civil-registry.ndjson');

/** Searches texts for planted numbers, wherever they stand in a longer row of digits. */
export class DigitSearch {
  readonly #planted = new Set<string>();
  readonly #lengths = new Set<number>();

  /** Adds a number as its digits alone; a mobile number in its local form too. */
  plant(value: string): void {
    const digits = value.replaceAll(/\D/g, '');
    for (const form of digits.startsWith('62') ? [digits, `0${digits.slice(2)}`] : [digits]) {
      this.#planted.add(form);
      this.#lengths.add(form.length);
    }
  }

  get size(): number {
    return this.#planted.size;
  }

  in(place: string, text: string): Hit[] {
    const hits: Hit[] = [];
    for (const [run] of text.matchAll(runs)) {
      for (const length of this.#lengths) {
        for (let from = 0; from + length <= run.length; from++) {
          const value = run.slice(from, from + length);
          if (this.#planted.has(value)) hits.push({ place, value });
        }
      }
    }
    return hits;
  }

  /**
   * Every file below a directory, byte by byte, but the book of the civil registry, which knows whose each NIK is and is
   * not ours; a server that runs may take one away meanwhile.
   */
  below(directory: string): Hit[] {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
      if (name === CIVIL_BOOK) return [];
      const file = join(directory, name);
      try {
        return statSync(file).isFile() ? this.in(name, readFileSync(file, 'latin1')) : [];
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    });
  }
}
