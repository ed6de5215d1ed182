import type { ClientBase } from 'pg';
import { sqlTypes } from '../sql-types.ts';
import { type ChainedEntry, contentColumns, GENESIS, hashOf } from './entry.ts';

/** An entry as it was published earlier: what shows that the end of the chain was not cut off and written anew. */
export interface Anchor {
  seq: bigint;
  /** Hexadecimal. */
  hash: string;
}

/** The entry behind which a chain begins: the last that was archived and dropped, or none. */
export interface ChainStart {
  seq: bigint;
  hash: Buffer;
}

export interface ChainReport {
  /** The number up to which entries were found right, or are archived. */
  entries: bigint;
  /** The first entry that is not as it was written; null while the chain holds. */
  broken: { seq: bigint; reason: string } | null;
}

export interface VerifyOptions {
  anchor?: Anchor | undefined;
  /** Entries read at a time; the memory that it takes. */
  page?: number;
  /** Called after each page, with how many entries were right so far. */
  onProgress?: (entries: bigint) => void;
}

// Entries are only added, at the end: pages need no snapshot, which would hold up vacuum for as long as it takes.
const PAGE = `select seq, chained_at as "chainedAt", hash, ${contentColumns} from audit_entry
  where (seq, chained_at) > ($1, $2) order by seq, chained_at limit $3`;

const IS_ARCHIVED = `select to_regclass('audit_archived') is not null as "isArchived"`;
const LAST_ARCHIVED = 'select seq, hash from audit_archived order by seq desc limit 1';

export const startOfChain = async (client: ClientBase): Promise<ChainStart> => {
  const { rows } = await client.query<{ isArchived: boolean }>(IS_ARCHIVED);
  const found = rows[0]?.isArchived
    ? await client.query<ChainStart>({ text: LAST_ARCHIVED, types: sqlTypes })
    : undefined;
  return found?.rows[0] ?? { seq: 0n, hash: GENESIS };
};

const BEFORE_ALL = { seq: -(2n ** 63n), chainedAt: '-infinity' as Date | '-infinity' };

const placeFault = (seq: bigint, expected: bigint) => {
  if (seq > expected) return { seq: expected, reason: 'is missing' };
  return seq < expected ? { seq, reason: 'was put in' } : null;
};

/** Follows the chain, entry by entry. */
class Walk {
  entries: bigint;
  #hash: Buffer;
  readonly #anchor: Anchor | undefined;

  constructor({ seq, hash }: ChainStart, anchor: Anchor | undefined) {
    this.entries = seq;
    this.#hash = hash;
    this.#anchor = anchor;
  }

  /** Takes the next entry; returns what is wrong with it. */
  step(entry: ChainedEntry): ChainReport['broken'] {
    const { seq, hash } = entry;
    const fault = placeFault(seq, this.entries + 1n);
    if (fault) return fault;
    if (!hashOf(this.#hash, entry).equals(hash)) return { seq, reason: 'is not as it was written' };
    if (seq === this.#anchor?.seq && hash.toString('hex') !== this.#anchor.hash) {
      return { seq, reason: 'is not the one that was published' };
    }
    this.entries = seq;
    this.#hash = hash;
    return null;
  }

  /** What is wrong when no entry follows. */
  end(): ChainReport['broken'] {
    const isCut = this.#anchor && this.#anchor.seq > this.entries;
    return isCut ? { seq: this.entries + 1n, reason: 'is missing' } : null;
  }
}

/** Recomputes every hash from the first entry on that is not archived, and stops at the first that is wrong. */
export const verifyChain = async (client: ClientBase, options: VerifyOptions = {}): Promise<ChainReport> => {
  const { anchor, page = 5_000, onProgress } = options;
  const walk = new Walk(await startOfChain(client), anchor);
  for (let last = BEFORE_ALL; ; ) {
    const values = [last.seq, last.chainedAt, page];
    const { rows } = await client.query<ChainedEntry>({ text: PAGE, values, types: sqlTypes });
    for (const entry of rows) {
      const broken = walk.step(entry);
      if (broken) return { entries: walk.entries, broken };
    }
    onProgress?.(walk.entries);
    const end = rows.at(-1);
    if (!end) return { entries: walk.entries, broken: walk.end() };
    last = end;
  }
};
