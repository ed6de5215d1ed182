import { setTimeout as delay } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { IndexChain } from './index-chain.ts';
import { assertAllKnow } from './known-keys.ts';
import { moveIndexes, unknownKeys } from './settled-indexes.ts';
import { VaultError } from './vault.error.ts';

export interface ReindexOptions {
  /** All keys, the next one at the end. */
  chain: IndexChain;
  /** Indexes of one transaction. */
  batch: number;
}

export interface ReindexProgress {
  table: string;
  column: string;
  /** Rows whose index was made anew so far. */
  moved: number;
}

interface ColumnRow {
  kind: string;
  table: string;
  column: string;
  bytes: number;
  condition: string;
}

/** Any constant: two runs at once would only wait for each other. */
const REINDEX_LOCK = 7_214_025;
/** The lock that `blind_index_keys` shares. */
const KEYS_LOCK = 7_214_024;
/** Shorter than PostgreSQL waits before it looks for a deadlock: whoever is in the way goes on, and this tries again. */
const PATIENCE_MS = 300;
const REST_MS = 50;
/** Between two tries to change a table that somebody reads for long. */
const LONG_REST_MS = 1_000;
/** What is copied meanwhile is found by the second round, or the third. */
const MOST_ROUNDS = 10;
const OLD_PROCESS = 'indexes by the former keys are still written: does every process of the service know nextIndex?';

const COLUMNS = `select kind, table_name as table, column_name as column, bytes, condition from blind_index_column
  order by place`;
const COUNTED = 'select coalesce(max(keys), 1)::int as keys from blind_index_generation';
const BEGIN = 'insert into blind_index_generation (keys) values ($1) on conflict do nothing';
const FINISH = 'update blind_index_generation set finished_at = now() where keys = $1 and finished_at is null';

/** SQL that says whether a column holds an index that `keys` keys have made. */
const madeBy = ({ column, bytes }: ColumnRow, keys: number): string =>
  keys === 1
    ? `octet_length(${column}) = ${bytes}`
    : `octet_length(${column}) = ${bytes + 1} and get_byte(${column}, 0) = ${keys}`;

const nextPage = (column: ColumnRow, keys: number): string =>
  `select distinct ${column.column} as index from ${column.table}
    where ${column.column} > $1 and ${madeBy(column, keys)} and ${column.condition} order by 1 limit $2`;

const isInTheWay = (error: unknown): boolean => ['55P03', '40P01'].includes((error as { code?: string }).code ?? '');

/** Does something while nobody writes indexes: between two writes, and never for long. */
const alone = async <T>(client: ClientBase, work: () => Promise<T>): Promise<T> => {
  for (;;) {
    await client.query('begin');
    try {
      await client.query(`set local lock_timeout = ${PATIENCE_MS}`);
      await client.query('select pg_advisory_xact_lock($1)', [KEYS_LOCK]);
      const result = await work();
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      if (!isInTheWay(error)) throw error;
      await delay(REST_MS);
    }
  }
};

/**
 * Lets the database refuse indexes that other keys than these have made, or any where no number is given: what a process
 * with former keys alone would write is found by nobody. Rows that are there are not looked at.
 */
const fence = async (client: ClientBase, column: ColumnRow, keys?: number): Promise<void> => {
  const name = `${column.table}_${column.column}_keys`;
  const added = `, add constraint ${name} check (not (${column.condition}) or (${madeBy(column, keys ?? 1)})) not valid`;
  const change = `alter table ${column.table} drop constraint if exists ${name}${keys === undefined ? '' : added}`;
  for (;;) {
    try {
      await client.query(`set lock_timeout = ${PATIENCE_MS}`);
      await client.query(change);
      return;
    } catch (error) {
      if (!isInTheWay(error)) throw error;
      await delay(LONG_REST_MS);
    } finally {
      await client.query('reset lock_timeout');
    }
  }
};

async function* moveColumn(client: ClientBase, column: ColumnRow, { chain, batch }: ReindexOptions) {
  const page = nextPage(column, chain.length - 1);
  let moved = 0;
  for (let after: Uint8Array = Buffer.alloc(0); ; ) {
    const startedMs = performance.now();
    await assertAllKnow(client, chain.length);
    const { rows } = await client.query<{ index: Buffer }>(page, [after, batch]);
    const last = rows.at(-1);
    if (!last) return;
    const former = rows.map(({ index }) => ({ kind: column.kind, index }));
    moved += await alone(client, () => moveIndexes(client, chain, former));
    yield { table: column.table, column: column.column, moved };
    after = last.index;
    // Half of the time is everybody else's.
    await delay(performance.now() - startedMs);
  }
}

/**
 * Lets the next key count, and makes all indexes anew by it, batch by batch, while the service goes on; reports after each.
 * All rows of a value go together. Stopped at any point, it goes on where it was when run again. Every process of the
 * service must know the key before; at the end the database takes no index by former keys any more.
 * @throws VaultError when the database is at other keys, a process lives that does not know the next one, or one goes on
 * writing by the former ones
 */
export async function* reindex(client: ClientBase, options: ReindexOptions): AsyncGenerator<ReindexProgress> {
  const { chain } = options;
  await client.query('select pg_advisory_lock($1)', [REINDEX_LOCK]);
  try {
    const counted = (await client.query<{ keys: number }>(COUNTED)).rows[0]?.keys ?? 1;
    if (counted !== chain.length && counted !== chain.length - 1) throw unknownKeys(counted);
    await assertAllKnow(client, chain.length);
    const columns = (await client.query<ColumnRow>(COLUMNS)).rows;
    for (const column of columns) await fence(client, column);
    await alone(client, () => client.query(BEGIN, [chain.length]));
    // What was copied from one row to another meanwhile, by whoever states no value, is found by another round.
    let isClean = false;
    for (let round = 0; !isClean; round += 1) {
      if (round === MOST_ROUNDS) throw new VaultError(OLD_PROCESS);
      isClean = true;
      for (const column of columns) {
        for await (const progress of moveColumn(client, column, options)) {
          isClean = false;
          yield progress;
        }
      }
    }
    for (const column of columns) await fence(client, column, chain.length);
    await client.query(FINISH, [chain.length]);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [REINDEX_LOCK]);
  }
}
