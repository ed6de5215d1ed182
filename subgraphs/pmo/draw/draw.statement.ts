import { column, type RowOf, statement } from '../../kit/statement.ts';
import { isAnyUnconfirmedSql } from './frozen.sql.ts';

/** SQL of the draw and its rows. All of it is set-based: no statement runs once a person. */

const frozenColumns = {
  /** Counts the attempts of the wave, from 1. */
  attempt: column.int2,
  entryCount: column.int4,
  /** 32 bytes, like all hashes here. */
  root: column.bytea,
  /** 32 bytes a chunk. */
  chunkRoots: column.bytea,
  quota: column.int4,
  quotaFormula: column.text,
  codeHash: column.bytea,
  /** Everything that the draw depends on beside the beacon's signature. */
  checkpoint: column.text,
  noticeSeconds: column.int4,
  signingClosesAt: column.timestamptz,
  beaconChain: column.text,
  beaconRound: column.float8,
  beaconAt: column.timestamptz,
  frozenAt: column.timestamptz,
};

/** What a freeze has fixed and published; it never changes. */
export type FrozenDraw = RowOf<typeof frozenColumns>;

const resultColumns = {
  /** 48 bytes. */
  beaconSignature: column.bytea,
  seed: column.bytea,
  winnerCount: column.int4,
  drawnAt: column.timestamptz,
};

/** What the draw adds. */
export type DrawResult = RowOf<typeof resultColumns>;

const regionColumns = {
  regionNo: column.int2,
  code: column.text,
  eligible: column.int4,
  quota: column.int4,
  /** The highest rank that wins; null before the draw, and where nobody wins. */
  threshold: column.bytea.orNull,
};

export type DrawRegion = RowOf<typeof regionColumns>;

const CHUNK_COLUMNS = 'wave_number, attempt, chunk_no, first_entry, entries, regions';

export const statements = {
  wave: statement(
    'draw-wave',
    { status: column.text, quota: column.int4.orNull, policy: column.text },
    'select status, quota, policy_version as policy from wave where number = $1 for no key update',
  ),

  /** How many attempts of a wave are void. */
  voids: statement(
    'draw-void-count',
    { count: column.int4 },
    'select count(*)::int as count from draw_void where wave_number = $1',
  ),

  /** Whether an attempt may be drawn: it is not void, and enough witnesses signed it before the close. */
  final: statement(
    'draw-final',
    { isFinal: column.bool },
    `select not exists (select from draw_void where wave_number = $1 and attempt = $2) and (
        select count(*) from draw_cosignature join draw using (wave_number, attempt)
        where wave_number = $1 and attempt = $2 and signed_at <= signing_closes_at
      ) >= coalesce((select threshold from draw_roster where wave_number = $1), 0) as "isFinal"`,
  ),

  cosignatures: statement(
    'draw-cosignatures',
    { line: column.text },
    'select line from draw_cosignature where wave_number = $1 and attempt = $2 order by key',
  ),

  frozen: statement(
    'draw-frozen',
    frozenColumns,
    `select attempt, entry_count as "entryCount", root, chunk_roots as "chunkRoots", quota,
      quota_formula as "quotaFormula", code_hash as "codeHash", checkpoint, notice_seconds as "noticeSeconds",
      signing_closes_at as "signingClosesAt", beacon_chain as "beaconChain", beacon_round::float8 as "beaconRound",
      beacon_at as "beaconAt", frozen_at as "frozenAt"
    from draw where wave_number = $1 order by attempt desc limit 1`,
  ),

  guard: 'select freeze_registrations($1)',

  unconfirmed: statement('draw-unconfirmed', { isAny: column.bool }, `select ${isAnyUnconfirmedSql} as "isAny"`),

  copyChunks: `copy draw_chunk (${CHUNK_COLUMNS}) from stdin (format binary)`,

  insertDraw: `insert into draw (wave_number, attempt, entry_count, root, chunk_roots, quota, quota_formula, code_hash,
      checkpoint, notice_seconds, signing_closes_at, beacon_chain, beacon_round, beacon_at, frozen_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,

  insertRegions: `insert into draw_region (wave_number, attempt, region_no, region_code, eligible, quota)
    select $1, $2, * from unnest($3::smallint[], $4::text[], $5::integer[], $6::integer[])`,

  regions: statement(
    'draw-regions',
    regionColumns,
    `select region_no as "regionNo", region_code as code, eligible, quota, threshold
    from draw_region left join draw_region_result using (wave_number, attempt, region_no)
    where wave_number = $1 and attempt = $2 order by region_no`,
  ),

  lock: 'select from draw where wave_number = $1 for no key update',

  result: statement(
    'draw-result',
    resultColumns,
    `select beacon_signature as "beaconSignature", seed, winner_count as "winnerCount",
      drawn_at as "drawnAt"
    from draw_result where wave_number = $1`,
  ),

  insertResult: `insert into draw_result (wave_number, attempt, beacon_signature, sealed, seed, root, winner_count,
      drawn_at)
    select wave_number, attempt, $3, $4, $5, root, $6, $7 from draw where wave_number = $1 and attempt = $2`,

  insertRegionResults: `insert into draw_region_result (wave_number, attempt, region_no, threshold)
    select $1, $2, * from unnest($3::smallint[], $4::bytea[])`,
} as const;

const integer = (value: number): number => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`);
  return value;
};

const partition = (wave: number) => `registration_w${integer(wave)}`;

export const pagesOf = (wave: number) =>
  `select (pg_relation_size('${partition(wave)}') / current_setting('block_size')::int)::int as pages`;

/** Pages of a wave that are read as one row, of some hundred kilobytes. */
const PAGES = 256;

/**
 * The eligible entries of a wave, for some pages at a time their ids, 16 bytes each, and the codes of their regions: a
 * row a person would cost the client more than all hashing.
 * @param share the rows of one reader of several: every `of`-th, from the first, second, … on
 */
export const eligibleOf = (wave: number, share: { pages: number; reader: number; of: number }) => {
  const first = integer(share.reader) * PAGES;
  const step = integer(share.of) * PAGES;
  return `select part.* from generate_series(${first}, ${integer(share.pages) - 1}, ${step}) as page, lateral (
      select coalesce(string_agg(uuid_send(entry_id), null), ''), coalesce(string_agg(region_code, ','), '')
      from ${partition(wave)} where status = 'ELIGIBLE'
        and ctid >= format('(%s,0)', page)::tid and ctid < format('(%s,0)', page + ${PAGES})::tid
    ) part`;
};

/** The stored list of an attempt. */
export const chunksOf = (wave: number, attempt: number) =>
  `select entries, regions from draw_chunk
    where wave_number = ${integer(wave)} and attempt = ${integer(attempt)}
    order by chunk_no`;
