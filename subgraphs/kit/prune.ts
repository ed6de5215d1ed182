import type { Database } from './database.ts';
import type { Work } from './feature.ts';
import type { Logger } from './log.ts';
import { daily } from './periodic.ts';

const DAY_MS = 86_400_000;

/** Days for which rows are kept. */
export const KEPT_DAYS = {
  /** A caller that repeats a call after this begins anew. */
  idempotencyKeys: 30,
  /** Longer than an event can still come: 72 hours of tries, then a year in which its dead letter can be replayed. */
  inbox: 400,
  /** Days for events that every subscriber has taken. */
  outbox: 90,
  /** Days for counted tries, from the end of the day that they count in. */
  attempts: 0,
  /** The people whose identity an officer read on a day; the access log keeps it for ever. */
  identityReads: 7,
  /** What a portal searched for and the samples that it was shown; invitations can name their pseudonyms meanwhile. */
  alumniSearches: 7,
  /** Searches in which a person was shown, for the person to read: as long as a consent lasts. */
  alumniDisclosures: 730,
} as const;

interface PrunedTable {
  table: string;
  column: string;
  days: number;
  /** Condition on a row besides its age. */
  where?: string;
}

// The jobs of pg-boss say who still has to get an event, dead letters included.
const DELIVERED = `not exists (select from pgboss.job
    where job.state in ('created', 'retry', 'active') and job.data ->> 'event' = event_outbox.id::text)`;

const tables: readonly PrunedTable[] = [
  { table: 'idempotency_key', column: 'created_at', days: KEPT_DAYS.idempotencyKeys },
  { table: 'event_inbox', column: 'received_at', days: KEPT_DAYS.inbox },
  { table: 'event_outbox', column: 'occurred_at', days: KEPT_DAYS.outbox, where: DELIVERED },
  { table: 'attempt', column: 'until', days: KEPT_DAYS.attempts },
  { table: 'identity_read_day', column: 'day', days: KEPT_DAYS.identityReads },
  { table: 'alumni_quota', column: 'day', days: KEPT_DAYS.alumniSearches },
  { table: 'alumni_search', column: 'day', days: KEPT_DAYS.alumniSearches },
  { table: 'invitation_quota', column: 'day', days: KEPT_DAYS.alumniSearches },
  { table: 'alumni_disclosure', column: 'at', days: KEPT_DAYS.alumniDisclosures },
];

export interface PruneOptions {
  database: Pick<Database, 'pool'>;
  now: () => Date;
  /** Rows of one statement. */
  batch?: number;
  /** Statements on one table in one run; the next run goes on. */
  batches?: number;
}

const EXISTS = 'select to_regclass($1) is not null as exists';

const exists = async ({ pool }: PruneOptions['database'], name: string): Promise<boolean> =>
  (await pool.query<{ exists: boolean }>(EXISTS, [name])).rows[0]?.exists ?? false;

/** Returns the statement for one table. Without subscribers there are no jobs, and nobody waits for an event. */
const statementOf = async (database: PruneOptions['database'], { table, column, where }: PrunedTable) => {
  const also = where && (await exists(database, 'pgboss.job')) ? `and ${where}` : '';
  // Rows that another process is deleting are left to it.
  return `delete from ${table} where ctid = any(array(
    select ctid from ${table} where ${column} < $1 ${also} limit $2 for update skip locked))`;
};

/**
 * Deletes what has outlived its use, in statements of at most `batch` rows, each a transaction of its own.
 * @returns how many rows, by table; of those that the database has
 */
export const prune = async (options: PruneOptions): Promise<Record<string, number>> => {
  const { database, now, batch = 5_000, batches = 200 } = options;
  const deleted: Record<string, number> = {};
  for (const each of tables) {
    if (!(await exists(database, each.table))) continue;
    const text = await statementOf(database, each);
    const before = new Date(now().getTime() - each.days * DAY_MS);
    let rows = 0;
    for (let turn = 0; turn < batches; turn += 1) {
      const { rowCount } = await database.pool.query(text, [before, batch]);
      rows += rowCount ?? 0;
      if ((rowCount ?? 0) < batch) break;
    }
    deleted[each.table] = rows;
  }
  return deleted;
};

/** Prunes now and once a day. */
export const pruning = ({ log, ...options }: PruneOptions & { log: Logger }): Work =>
  daily(
    async () => {
      const rows = await prune(options);
      if (Object.values(rows).some((count) => count > 0)) log.info({ rows }, 'pruned');
    },
    { log, failure: 'old rows were not pruned' },
  );
