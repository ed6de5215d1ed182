import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { IdKey, Page } from '../../kit/page.ts';
import { queriesOver, type Schema } from '../../kit/query.ts';
import { column, type RowsOf, statement } from '../../kit/statement.ts';
import type { DifferenceKind, Resolution } from './difference.policy.ts';
import { SettlementFileEntity } from './reconciliation.entity.ts';
import type { DifferenceStatus } from './reconciliation.status.ts';
import type { LineStatus } from './settlement-file.ts';

const { uuid, text, int4, int8, timestamptz } = column;
const query = queriesOver(SettlementFileEntity);

const files = (db: Kysely<Schema<typeof SettlementFileEntity>>) =>
  db
    .selectFrom('settlement_file')
    .select(['id', 'partnerCode', 'day as date', 'format', 'status', 'refusal', 'refusalLine', 'messageId'])
    .select(['lineCount as lines', 'lineSum as sum', 'feeSum as fees', 'matched', 'matchedSum'])
    .select(['requestedAt', 'finishedAt']);

const FILE = query<{ id: number }>()('settlement-file', (db, { id }) => files(db).where('id', '=', id));

// Of several the one that was not refused; otherwise the last one.
const FILE_OF_DAY = query<{ partner: string; day: string }>()('settlement-file-of-day', (db, { partner, day }) =>
  files(db)
    .where('partnerCode', '=', partner)
    .where('day', '=', day)
    .orderBy(sql`status = 'REFUSED'`)
    .orderBy('id', 'desc')
    .limit(1),
);

interface ListValues {
  /** Null for the first page. */
  before: number | null;
  /** Null for all partners. */
  partner: string | null;
  rows: number;
}

const FILES = query<ListValues>()('settlement-files', (db, { before, partner, rows }) =>
  files(db)
    .where(sql<boolean>`(${before}::int is null or id < ${before})`)
    .where(sql<boolean>`(${partner}::text is null or partner_code = ${partner})`)
    .orderBy('id', 'desc')
    .limit(rows),
);

/** Key of the list of files, newest first. */
export type FileKey = [number];

export const readFile = async (database: Database, id: number) => (await database.read(FILE, { id }))[0] ?? null;

export type SettlementFileRow = NonNullable<Awaited<ReturnType<typeof readFile>>>;

export const fileOfDay = async (database: Database, partner: string, day: string): Promise<SettlementFileRow | null> =>
  (await database.read(FILE_OF_DAY, { partner, day }))[0] ?? null;

export const listFiles = (database: Database, page: Page<FileKey>, partner: string | null) =>
  database.read(FILES, { before: page.after?.[0] ?? null, partner, rows: page.first + 1 });

/** What the ledger says that a partner paid, and took back, on a day: $2 and $3 are its begin and end. */
const LEDGER = statement(
  'reconciliation-ledger',
  { paid: int4, paidSum: int8, returned: int4, returnedSum: int8 },
  `select * from (
    select count(*)::int as paid, coalesce(sum(amount), 0)::bigint as "paidSum" from disbursement_order
    where partner_code = $1 and state in ('PAID', 'RETURNED') and ended_at >= $2 and ended_at < $3
  ) paid, (
    select count(*)::int as returned, coalesce(sum(amount), 0)::bigint as "returnedSum" from disbursement_order
    where partner_code = $1 and state = 'RETURNED' and returned_at >= $2 and returned_at < $3
  ) returned`,
);

export const ledgerOfDay = async (database: Database, partner: string, day: string) => {
  const begin = new Date(`${day}T00:00:00+07:00`);
  const [totals] = await database.rows(LEDGER, [partner, begin, new Date(begin.getTime() + 86_400_000)]);
  return totals as RowsOf<typeof LEDGER>;
};

const COUNTS = statement(
  'reconciliation-counts',
  { kind: text.as<DifferenceKind>(), count: int4, open: int4 },
  `select kind, count(*)::int as count, count(*) filter (where status in ('OPEN', 'PROPOSED'))::int as open
  from settlement_difference where file_id = $1 group by kind`,
);

export const countDifferences = (database: Database, file: number) => database.rows(COUNTS, [file]);

const DIFFERENCE = {
  id: uuid,
  kind: text.as<DifferenceKind>(),
  reference: text,
  line: int4.orNull,
  fact: text.as<LineStatus>(),
  ledgerState: text.orNull,
  ledgerAmount: int8.orNull,
  fileAmount: int8.orNull,
  status: text.as<DifferenceStatus>(),
  resolution: text.as<Resolution>().orNull,
  evidence: text.orNull,
  proposedBy: text.orNull,
  proposedAt: timestamptz.orNull,
  confirmedBy: text.orNull,
  confirmedAt: timestamptz.orNull,
};

const SELECT_DIFFERENCE = `select told.id, kind, told.reference, line, fact, ledger_state as "ledgerState",
    ledger_amount as "ledgerAmount", file_amount as "fileAmount", told.status, resolution, evidence,
    proposed_by as "proposedBy", proposed_at as "proposedAt", confirmed_by as "confirmedBy", confirmed_at as "confirmedAt"
  from settlement_difference told left join settlement_line using (file_id, position)`;

const DIFFERENCE_BY_ID = statement('difference-by-id', DIFFERENCE, `${SELECT_DIFFERENCE} where told.id = $1`);

const DIFFERENCES = statement(
  'differences-of-file',
  DIFFERENCE,
  `${SELECT_DIFFERENCE} where file_id = $1 and ($2::uuid is null or told.id > $2) and ($3::text is null or kind = $3)
    and ($4::text is null or told.status = $4)
  order by told.id limit $5`,
);

export type DifferenceRow = RowsOf<typeof DIFFERENCES>;

export const readDifference = async (database: Database, id: string): Promise<DifferenceRow | null> =>
  (await database.rows(DIFFERENCE_BY_ID, [id]))[0] ?? null;

interface DifferenceFilter {
  file: number;
  kind: DifferenceKind | null;
  status: DifferenceStatus | null;
}

/** Differences in the order in which the file was compared. */
export const listDifferences = (database: Database, page: Page<IdKey>, { file, kind, status }: DifferenceFilter) =>
  database.rows(DIFFERENCES, [file, page.after?.[0] ?? null, kind, status, page.first + 1]);
