import type { Database } from '../../kit/database.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { beyondRequest } from '../../kit/request-life.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { COUNT } from './live-statistics.statement.ts';
import type { ProgrammeStatistic } from './statistics.data.ts';

type Counts = RowsOf<typeof COUNT>;

const SOURCE = 'This graph, counted at most a minute ago';

const figures: readonly { name: string; of: keyof Counts; definition: string }[] = [
  { name: 'REGISTERED_IN_GRAPH', of: 'registered', definition: 'People registered in this graph, synthetic ones too.' },
  { name: 'AWARDED_IN_GRAPH', of: 'awarded', definition: 'Awards made in this graph, revoked ones too.' },
  { name: 'REVOKED_IN_GRAPH', of: 'revoked', definition: 'People in this graph whose award was revoked.' },
  { name: 'ALUMNI_IN_GRAPH', of: 'alumni', definition: 'People in this graph with a certificate.' },
];

const FRESH_MS = 60_000;

/** Counts what this graph holds. Counting millions takes seconds, so that a count serves everyone for a minute. */
export class LiveStatisticsService {
  readonly #database: Database;
  readonly #now: () => Date;
  #counted: { atMs: number; figures: Promise<ProgrammeStatistic[]> } | undefined;

  constructor({ database, now }: { database: Database; now: () => Date }) {
    this.#database = database;
    this.#now = now;
  }

  /** Returns the day in Asia/Jakarta to which the live figures hold. */
  today(): string {
    return jakartaDayAfter(this.#now(), 0);
  }

  /** Returns the live figures of today. */
  figures(): Promise<ProgrammeStatistic[]> {
    const atMs = this.#now().getTime();
    if (this.#counted && atMs - this.#counted.atMs < FRESH_MS) return this.#counted.figures;
    const counted = this.#count();
    this.#counted = { atMs, figures: counted };
    // A failed count is not kept.
    counted.catch(() => (this.#counted = undefined));
    return counted;
  }

  async #count(): Promise<ProgrammeStatistic[]> {
    const [counts] = await beyondRequest(() => this.#database.rows(COUNT));
    const asOf = this.today();
    return figures.map(({ name, of, definition }) => ({
      name,
      unit: 'PERSON' as const,
      value: counts?.[of] ?? 0,
      asOf,
      definition,
      source: SOURCE,
    }));
  }
}
