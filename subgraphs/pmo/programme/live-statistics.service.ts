import { type Database, execute } from '../../kit/database.ts';
import type { Work } from '../../kit/feature.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { Logger } from '../../kit/log.ts';
import { periodic } from '../../kit/periodic.ts';
import { CLAIM, COUNT, LAST, READ } from './live-statistics.statement.ts';
import type { ProgrammeStatistic } from './statistics.data.ts';

const definitions = {
  REGISTERED_IN_GRAPH: 'People registered in this graph, synthetic ones too.',
  AWARDED_IN_GRAPH: 'Awards made in this graph, revoked ones too.',
  REVOKED_IN_GRAPH: 'People in this graph whose award was revoked.',
  ALUMNI_IN_GRAPH: 'People in this graph with a certificate.',
} as const;

const names = Object.keys(definitions) as (keyof typeof definitions)[];

const EVERY_MS = 60_000;
/** Counting takes a twentieth of a core at most, also over 75 million people. */
const REST = 20;

interface LiveStatisticsOptions {
  database: Database;
  log: Pick<Logger, 'error'>;
  now: () => Date;
}

/** Counts what this graph holds, beside the requests: a request reads what was counted last. */
export class LiveStatisticsService implements Work {
  readonly #options: LiveStatisticsOptions;
  readonly #counting: Work;

  constructor(options: LiveStatisticsOptions) {
    this.#options = options;
    const failure = 'the figures of the graph were not counted';
    this.#counting = periodic(() => this.tick(), { log: options.log, everyMs: EVERY_MS, failure });
  }

  start(): void {
    this.#counting.start();
  }

  async stop(): Promise<void> {
    await this.#counting.stop();
  }

  /** Counts, when the last count is old enough and nobody else counts. */
  async tick(): Promise<void> {
    const { database, now } = this.#options;
    await database.orm.em.fork().transactional(async (tx) => {
      const [claim] = (await execute(tx, CLAIM)).rows;
      if (!claim?.isOurs) return;
      const [last] = (await execute(tx, LAST)).rows;
      const at = now();
      const restMs = Math.max(EVERY_MS, (last?.tookMs ?? 0) * REST);
      if (last && at.getTime() - last.countedAt.getTime() < restMs) return;
      // Counting millions takes longer than a request may, and one core at most: the others answer requests.
      await execute(tx, 'set local statement_timeout = 0');
      await execute(tx, 'set local max_parallel_workers_per_gather = 0');
      await execute(tx, COUNT, [at]);
    });
  }

  /** Returns the day in Asia/Jakarta to which the live figures hold. */
  today(): string {
    return jakartaDayAfter(this.#options.now(), 0);
  }

  /** Returns the figures as they were counted last; none before the first count. */
  async figures(): Promise<ProgrammeStatistic[]> {
    const counted = new Map((await this.#options.database.rows(READ)).map((row) => [row.name, row]));
    return names.flatMap((name) => {
      const row = counted.get(name);
      if (!row) return [];
      const { value, countedAt } = row;
      const source = `This graph, counted at ${countedAt.toISOString()}`;
      const asOf = jakartaDayAfter(countedAt, 0);
      return [{ name, unit: 'PERSON' as const, value, asOf, definition: definitions[name], source }];
    });
  }
}
