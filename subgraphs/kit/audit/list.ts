import type { ClientBase } from 'pg';
import { sqlTypes } from '../sql-types.ts';
import { type AuditEntry, contentColumns, GENESIS } from './entry.ts';

/** An entry for people; one that waits for its place has none. */
export type ListedEntry = AuditEntry & { seq: bigint | null };

const rowsOf = async <T>(client: ClientBase, text: string, values: unknown[] = []) =>
  (await client.query({ text, values, types: sqlTypes })).rows as T[];

const WAITING = `select null::bigint as seq, ${contentColumns} from audit_pending order by id desc limit $1`;

const CHAINED = `select seq, ${contentColumns} from audit_entry order by seq desc limit $1`;

/** The newest entries, newest first. */
export const newestEntries = async (client: ClientBase, limit: number): Promise<ListedEntry[]> => {
  const waiting = await rowsOf<ListedEntry>(client, WAITING, [limit]);
  const chained = await rowsOf<ListedEntry>(client, CHAINED, [limit]);
  return [...waiting, ...chained].slice(0, limit);
};

/** The end of the chain: whoever keeps it elsewhere can prove later that nothing before it changed. */
export const headOf = async (client: ClientBase): Promise<{ seq: bigint; hash: Buffer }> => {
  const text = 'select seq, hash from audit_entry order by seq desc limit 1';
  const [head] = await rowsOf<{ seq: bigint; hash: Buffer }>(client, text);
  return head ?? { seq: 0n, hash: GENESIS };
};

/** Entries that are not in the chain yet, and for how long the oldest has been waiting, in seconds. */
export const waitingEntries = async (client: ClientBase): Promise<{ entries: number; oldestSeconds: number }> => {
  const text = `select count(*)::int as entries,
    coalesce(extract(epoch from now() - min(at)), 0)::int as "oldestSeconds" from audit_pending`;
  const [waiting] = await rowsOf<{ entries: number; oldestSeconds: number }>(client, text);
  return waiting ?? { entries: 0, oldestSeconds: 0 };
};
