import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { ClientBase } from 'pg';
import { sqlTypes } from '../sql-types.ts';
import { type ChainedEntry, contentColumns, hashOf } from './entry.ts';
import type { ChainStart } from './verify.ts';

/** Years for which the audit trail is kept, from the end of a month. */
export const AUDIT_YEARS = 10;

/** A monthly partition of the audit trail. */
export interface AuditMonth {
  partition: string;
  /** The first day on which it may go. */
  keptUntil: string;
  isDue: boolean;
}

/** A file of the archive, and the entry to which it continues the chain. */
export interface ArchivedMonth extends ChainStart {
  file: string;
  entries: number;
}

const MONTHS = `select inhrelid::regclass::text as partition from pg_inherits
  where inhparent = 'audit_entry'::regclass and inhrelid::regclass::text ~ '_[0-9]{4}_[0-9]{2}$' order by 1`;

const keptUntil = (partition: string): string => {
  const [year = 0, month = 0] = partition.slice(-7).split('_').map(Number);
  return new Date(Date.UTC(year + AUDIT_YEARS, month, 1)).toISOString().slice(0, 10);
};

/** The months of the audit trail, oldest first. @param today a day of Asia/Jakarta */
export const auditMonths = async (client: ClientBase, today: string): Promise<AuditMonth[]> => {
  const { rows } = await client.query<{ partition: string }>(MONTHS);
  return rows.map(({ partition }) => ({
    partition,
    keptUntil: keptUntil(partition),
    isDue: keptUntil(partition) <= today,
  }));
};

const PAGE = 5_000;

async function* linesOf(client: ClientBase, partition: string) {
  const text = `select seq, chained_at as "chainedAt", hash, ${contentColumns} from ${partition}
    where seq > $1 order by seq limit ${PAGE}`;
  for (let last = 0n; ; ) {
    const { rows } = await client.query<ChainedEntry>({ text, values: [last], types: sqlTypes });
    const end = rows.at(-1);
    if (!end) return;
    yield rows.map((entry) => `${lineOf(entry)}\n`).join('');
    last = end.seq;
  }
}

/** All that the hash of an entry is made of, and the hash: the chain can be followed from file to file. */
const lineOf = ({ seq, hash, argumentsHash, ...entry }: ChainedEntry): string =>
  JSON.stringify({
    seq: String(seq),
    ...entry,
    argumentsHash: argumentsHash.toString('hex'),
    hash: hash.toString('hex'),
  });

const entryOf = (line: string): ChainedEntry => {
  const { seq, at, chainedAt, argumentsHash, hash, ...entry } = JSON.parse(line);
  const bytes = { argumentsHash: Buffer.from(argumentsHash, 'hex'), hash: Buffer.from(hash, 'hex') };
  return { ...entry, ...bytes, seq: BigInt(seq), at: new Date(at), chainedAt: new Date(chainedAt) };
};

/**
 * Follows the chain through a file of the archive.
 * @throws Error for the first entry that is missing, was put in, or is not as it was written
 */
export const followFile = async (file: string, start: ChainStart): Promise<ArchivedMonth> => {
  let { seq, hash } = start;
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) });
  for await (const line of lines) {
    const entry = entryOf(line);
    if (entry.seq !== seq + 1n || !hashOf(hash, entry).equals(entry.hash))
      throw new Error(`${file}: entry ${seq + 1n} is missing, or not as it was written`);
    ({ seq, hash } = entry);
  }
  return { file, seq, hash, entries: Number(seq - start.seq) };
};

/** Writes a month into `directory`, and reads it back: what is returned stands in the file, and continues `start`. */
export const archiveMonth = async (
  client: ClientBase,
  { partition, start, directory, name }: { partition: string; start: ChainStart; directory: string; name: string },
): Promise<ArchivedMonth> => {
  const file = join(directory, `${name}.${partition}.ndjson.gz`);
  const unfinished = `${file}.unfinished`;
  const out = createWriteStream(unfinished, { mode: 0o600, flush: true });
  await pipeline(Readable.from(linesOf(client, partition)), createGzip(), out);
  const archived = await followFile(unfinished, start);
  await rename(unfinished, file);
  return { ...archived, file };
};

const REMEMBER = [
  `create table if not exists audit_archived (
    seq bigint primary key,
    hash bytea not null check (octet_length(hash) = 32),
    partition text not null unique,
    file_sha256 bytea not null,
    archived_at timestamptz not null default now()
  )`,
  'revoke update, delete, truncate on audit_archived from current_user',
];

const STANDING = (partition: string) => `select
  (select count(*) from ${partition}) as entries,
  (select coalesce(max(seq), 0) from ${partition}) as "lastSeq",
  (select coalesce(max(seq), 0) from audit_entry) as "headSeq"`;

const sha256Of = async (file: string): Promise<Buffer> => {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest();
};

/**
 * Drops a month that stands in a file, and lets the chain begin behind it. The head of the chain is never dropped: what
 * comes next follows it.
 * @throws Error when the month is not in the file as it stands in the database
 */
export const dropArchived = async (
  client: ClientBase,
  { partition, archived }: { partition: string; archived: ArchivedMonth },
): Promise<void> => {
  const sha256 = await sha256Of(archived.file);
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = '3s'`);
    await client.query(`lock table ${partition} in access exclusive mode`);
    const [standing] = (
      await client.query<{ entries: bigint; lastSeq: bigint; headSeq: bigint }>({
        text: STANDING(partition),
        types: sqlTypes,
      })
    ).rows;
    if (!standing || Number(standing.entries) !== archived.entries)
      throw new Error(`${partition} has other entries than ${archived.file}`);
    if (archived.entries > 0 && standing.lastSeq !== archived.seq)
      throw new Error(`${partition} ends elsewhere than ${archived.file}`);
    if (standing.headSeq <= archived.seq) throw new Error(`${partition} has the last entry of all: it stays`);
    for (const statement of REMEMBER) await client.query(statement);
    // A month without entries moves no beginning.
    if (archived.entries > 0)
      await client.query(`insert into audit_archived (seq, hash, partition, file_sha256) values ($1, $2, $3, $4)`, [
        String(archived.seq),
        archived.hash,
        partition,
        sha256,
      ]);
    await client.query(`drop table ${partition}`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};
