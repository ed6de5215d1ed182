import { createHash } from 'node:crypto';

/** What the first entry follows. */
export const GENESIS: Buffer = Buffer.alloc(32);

/** The place of a journal entry in the chain. */
export interface ChainPlace {
  /** 1, 2, 3 …, without a gap. */
  seq: bigint;
  entryId: string;
  linkedAt: Date;
}

/** SHA-256 over the hash before it, the place, and the digest of the entry with its postings. */
export const linkHash = (previous: Buffer, { seq, entryId, linkedAt }: ChainPlace, digest: Buffer): Buffer =>
  createHash('sha256').update(previous).update(`${seq}|${entryId}|${linkedAt.toISOString()}|`).update(digest).digest();

const sha256 = (text: string) => `sha256(convert_to(${text}, 'UTF8'))`;

const LINE = `concat_ws('|', account_code, coalesce(participant_id::text, '-'), amount, quote_nullable(party))`;

/**
 * Digests of entries, whose ids are `ids` in SQL, with all their postings: every column of both, in an order that never
 * changes. An opening has a million postings: they are digested in up to 256 parts. An entry without postings has none.
 */
export const digestsOf = (ids: string): string => `select entry.id, ${sha256(
  `json_build_array(entry.id, kind, reference, wave_number, year, (extract(epoch from posted_at) * 1000000)::bigint,
    request_id, lines.digest)::text`,
)} as digest
  from journal_entry entry cross join lateral (
    select encode(${sha256(`string_agg(part, E'\\n' order by part collate "C")`)}, 'hex') as digest
    from (
      select encode(${sha256(`string_agg(${LINE}, E'\\n' order by ${LINE} collate "C")`)}, 'hex') as part
      from posting where entry_id = entry.id and posting.posted_on = entry.posted_on
      group by right(participant_id::text, 2)
    ) part
  ) lines
  where entry.id = any(${ids}) and lines.digest is not null`;
