import type { Database } from '../../kit/database.ts';
import { beyondRequest } from '../../kit/request-life.ts';
import { column, statement } from '../../kit/statement.ts';
import type { Reference } from './stated.ts';

const CODES = statement(
  'reference-codes',
  { kind: column.text.as<'region' | 'skill'>(), code: column.text },
  `select 'region' as kind, code from region union all select 'skill', code from skill`,
);

const REFRESH_MS = 60_000;

export interface ReferenceDataOptions {
  database: Database;
  now: () => Date;
  allowsSynthetic: boolean;
}

/** Codes of regions and skills in memory, read again once a minute. */
export class ReferenceData {
  readonly #options: ReferenceDataOptions;
  #known: Promise<Reference> | undefined;
  #readAtMs = 0;

  constructor(options: ReferenceDataOptions) {
    this.#options = options;
  }

  /** What is known; while it is read again the former answer serves. */
  async codes(): Promise<Reference> {
    const { now } = this.#options;
    if (this.#known && now().getTime() - this.#readAtMs < REFRESH_MS) return this.#known;
    this.#readAtMs = now().getTime();
    const former = this.#known;
    const read = this.#read();
    this.#known = read.catch((error: unknown) => {
      if (former !== undefined) return former;
      this.#known = undefined;
      throw error;
    });
    const known = await (former ?? this.#known);
    // A stack that was started empty is seeded while it runs.
    return known.regions.size > 0 ? known : this.#known;
  }

  async #read(): Promise<Reference> {
    const { database, allowsSynthetic } = this.#options;
    const rows = await beyondRequest(() => database.rows(CODES));
    const codesOf = (wanted: string) => new Set(rows.filter(({ kind }) => kind === wanted).map(({ code }) => code));
    // Empty tables are asked again by the next call.
    if (rows.length === 0) this.#readAtMs = 0;
    return { regions: codesOf('region'), skills: codesOf('skill'), allowsSynthetic };
  }
}
