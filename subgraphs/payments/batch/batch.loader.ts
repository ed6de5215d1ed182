import DataLoader from 'dataloader';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import { isOneOf, queriesOver, type Schema } from '../../kit/query.ts';
import { DisbursementBatchEntity } from './batch.entity.ts';
import { PROGRESS, WITHHELD } from './batch.statement.ts';
import type { BatchStatus } from './batch.status.ts';
import type { BatchProgressType, WithheldType } from './batch.type.ts';
import { UNCHECKED } from './wallet-check.statement.ts';

const query = queriesOver(DisbursementBatchEntity);

const batches = (db: Kysely<Schema<typeof DisbursementBatchEntity>>) =>
  db
    .selectFrom('disbursement_batch')
    .select(['id', 'status', 'createdBy', 'isMadeByEngine', 'approvedBy', 'approvedAt', 'secondApprovedBy'])
    .select(['rejectedBy', 'rejectReason', 'itemCount as count', 'itemSum as sum', 'createdAt', 'doneAt'])
    .select(sql<string>`encode(destination_hash, 'hex')`.as('destinationHash'));

const BY_ID = query<{ ids: readonly string[] }>()('batch-by-id', (db, { ids }) =>
  batches(db).where(isOneOf('id', ids, 'uuid')),
);

interface ListValues {
  before: string;
  rows: number;
  status: BatchStatus | null;
}

const LIST = query<ListValues>()('batch-list', (db, { before, rows, status }) =>
  batches(db)
    .where(sql<boolean>`id < ${before}::uuid`)
    .where(sql<boolean>`(${status}::text is null or status = ${status}::text)`)
    .orderBy('id', 'desc')
    .limit(rows),
);

/** A page of batches, newest first. */
export const listBatches = (database: Database, page: Page<IdKey>, status: BatchStatus | null) =>
  database.read(LIST, { before: below(page), rows: page.first + 1, status });

const progressOf = (database: Database) =>
  new DataLoader<string, BatchProgressType[]>(async (ids) => {
    const found = Map.groupBy(await database.rows(PROGRESS, [ids]), ({ batchId }) => batchId);
    return ids.map((id) => (found.get(id) ?? []) as unknown as BatchProgressType[]);
  });

const withheldIn = (database: Database) =>
  new DataLoader<string, WithheldType[]>(async (ids) => {
    const found = Map.groupBy(await database.rows(WITHHELD, [ids]), ({ batchId }) => batchId);
    return ids.map((id) => (found.get(id) ?? []) as unknown as WithheldType[]);
  });

const uncheckedIn = (database: Database) =>
  new DataLoader<string, number>(async (ids) => {
    const found = new Map((await database.rows(UNCHECKED, [ids])).map(({ batchId, count }) => [batchId, count]));
    return ids.map((id) => found.get(id) ?? 0);
  });

export const batchLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  batch: byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  ),
  batchProgress: progressOf(database),
  batchWithheld: withheldIn(database),
  batchUnchecked: uncheckedIn(database),
});

export type BatchLoaders = ReturnType<typeof batchLoaders>;
