import type { ClientBase } from 'pg';
import { sqlTypes } from '../../kit/sql-types.ts';
import { digestsOf, GENESIS, linkHash } from './chain.ts';
import type { ChainHead } from './head.ts';

export interface JournalReport {
  /** Entries that were found right. */
  entries: bigint;
  /** The first fault; null while the chain holds. */
  broken: string | null;
}

interface Options {
  /** Heads that were signed earlier and kept elsewhere. */
  heads?: readonly ChainHead[];
  /** Entries read at a time; the memory that it takes. */
  page?: number;
}

interface Link {
  seq: bigint;
  entryId: string;
  linkedAt: Date;
  hash: Buffer;
  /** Null when the entry, or all its postings, are gone. */
  digest: Buffer | null;
}

const PAGE = `with page as materialized (
    select seq, entry_id, linked_at, hash from journal_link where seq > $1 order by seq limit $2
  )
  select seq, entry_id as "entryId", linked_at as "linkedAt", hash, digest from page
  left join (${digestsOf('array(select entry_id from page)')}) as digests on digests.id = entry_id order by seq`;

// What was put in past the triggers is neither in the chain nor on its way into it.
const STRANGERS = `select id from journal_entry where not exists (select from journal_link where entry_id = id)
  and not exists (select from journal_pending where entry_id = id) limit 1`;

const rowsOf = async <T>(client: ClientBase, text: string, values: unknown[] = []) =>
  (await client.query({ text, values, types: sqlTypes })).rows as T[];

/** Recomputes every hash from the entries and postings as they are now, and compares the chain with the signed heads. */
export const verifyJournal = async (
  client: ClientBase,
  { heads = [], page = 1_000 }: Options = {},
): Promise<JournalReport> => {
  const signed = new Map(heads.map((head) => [BigInt(head.seq), head]));
  let entries = 0n;
  let previous = GENESIS;
  const fault = (link: Link): string | null => {
    const { seq, hash, digest } = link;
    if (seq !== entries + 1n) return `entry ${entries + 1n} of the chain is missing`;
    if (!digest) return `entry ${seq} (${link.entryId}) is gone, or its postings are`;
    if (!linkHash(previous, link, digest).equals(hash)) return `entry ${seq} (${link.entryId}) is not as it was posted`;
    const head = signed.get(seq);
    if (head && head.hash !== hash.toString('hex')) return `entry ${seq}: the chain was made anew after ${head.at}`;
    return null;
  };
  for (;;) {
    const links = await rowsOf<Link>(client, PAGE, [entries, page]);
    for (const link of links) {
      const broken = fault(link);
      if (broken) return { entries, broken };
      entries = link.seq;
      previous = link.hash;
    }
    if (links.length < page) break;
  }
  const cut = [...signed.values()].find(({ seq }) => BigInt(seq) > entries);
  if (cut) return { entries, broken: `the chain ends at ${entries}, but had ${cut.seq} entries at ${cut.at}` };
  const [stranger] = await rowsOf<{ id: string }>(client, STRANGERS);
  return { entries, broken: stranger ? `${stranger.id} was put in past the ledger` : null };
};
