import type { PoolClient } from 'pg';
import type { Database } from '../database.ts';
import { createMonths } from '../months.ts';
import { sqlTypes } from '../sql-types.ts';
import { type AuditEntry, contentColumns, GENESIS, hashOf } from './entry.ts';

/** Any constant: it only has to be the same in every process that chains this database. */
const CHAIN_LOCK = 7_214_029;

/** Entries of one transaction. */
const BATCH = 2_000;

const NEXT = `select ${contentColumns} from audit_pending order by id limit $1`;

const WAITING = 'select from audit_pending limit 1';

const HEAD = 'select seq, hash from audit_entry order by seq desc, chained_at desc limit 1';

// The content goes from table to table inside the database.
const LINK = `insert into audit_entry (seq, chained_at, id, at, request_id, caller_id, caller_org, client_id, mutation,
    arguments_hash, objects, rules, outcome, code, hash)
  select $1::bigint + link.place, $2, id, at, request_id, caller_id, caller_org, client_id, mutation,
    arguments_hash, objects, rules, outcome, code, link.hash
  from unnest($3::uuid[], $4::bytea[]) with ordinality as link (id, hash, place) join audit_pending using (id)`;

const REMOVE = 'delete from audit_pending where id = any($1::uuid[])';

const linkBatch = async (client: PoolClient, now: Date): Promise<number> => {
  const rows = async <T>(text: string, values: unknown[] = []) =>
    (await client.query({ text, values, types: sqlTypes })).rows as T[];
  const [lock] = await rows<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [CHAIN_LOCK]);
  const entries = lock?.mine ? await rows<AuditEntry>(NEXT, [BATCH]) : [];
  if (entries.length === 0) return 0;
  const [head = { seq: 0n, hash: GENESIS }] = await rows<{ seq: bigint; hash: Buffer }>(HEAD);
  const hashes: Buffer[] = [];
  for (const [index, entry] of entries.entries()) {
    const place = { ...entry, seq: head.seq + BigInt(index + 1), chainedAt: now };
    hashes.push(hashOf(hashes.at(-1) ?? head.hash, place));
  }
  const ids = entries.map(({ id }) => id);
  await rows(LINK, [head.seq, now, ids, hashes]);
  await rows(REMOVE, [ids]);
  return entries.length;
};

const inTransaction = async <T>({ pool }: Database, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
};

/**
 * Links every entry that is waiting, batch by batch, in the order of their ids. One of several processes works, the
 * others return 0.
 * @returns how many were linked
 */
export const chainPending = async (database: Database, now: () => Date): Promise<number> => {
  if ((await database.pool.query(WAITING)).rowCount === 0) return 0;
  for (let linked = 0; ; ) {
    const batch = await inTransaction(database, (client) => linkBatch(client, now()));
    linked += batch;
    if (batch < BATCH) return linked;
  }
};

/** Makes the partitions of this month and the next two; what falls in a month without one goes to the default. */
export const createAuditMonths = (database: Database, now: Date): Promise<void> =>
  createMonths(database, 'create_audit_month', now);
