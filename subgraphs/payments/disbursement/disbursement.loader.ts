import type { Kysely } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { type IdKey, type Page, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { DisbursementEntity } from './disbursement.entity.ts';

const query = queriesOver(DisbursementEntity);

const disbursements = (db: Kysely<Schema<typeof DisbursementEntity>>) =>
  db
    .selectFrom('disbursement')
    .select(['id', 'participantId', 'waveNumber', 'entitlement', 'instalment', 'amount', 'status', 'partnerCode'])
    .select(['partnerReference', 'dueAt', 'settledAt']);

const BY_ID = query<{ ids: readonly string[] }>()('disbursement-by-id', (db, values) =>
  disbursements(db).where(isOneOf('id', values.ids, 'uuid')),
);

const PAGES = query<PageValues>()('disbursements-by-participant', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'disbursement.id',
    of: (participant) => disbursements(db).where('participantId', '=', participant),
  }),
);

const PAGES_OF_BATCH = query<PageValues>()('disbursements-by-batch', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'disbursement.id',
    of: (batch) => disbursements(db).select('batchId').where('batchId', '=', batch),
  }),
);

/** Puts stubs in the place of the keys of other owners' rows. */
const withStubs = <Row extends { participantId: string; waveNumber: number }>({
  participantId,
  waveNumber,
  ...disbursement
}: Row) => ({ ...disbursement, participant: { id: participantId }, wave: { number: waveNumber } });

const disbursementById = (database: Database) =>
  byKey(
    async (ids: string[]) => (await database.read(BY_ID, { ids: ids.filter(isUuid) })).map(withStubs),
    ({ id }) => id,
  );

/** Newest first, which is the order of the ids: one statement for all participants of a page. */
const disbursementsByParticipant = (database: Database) =>
  pagesByParent(
    async (participants, page: Page<IdKey>) =>
      (await database.read(PAGES, pageValues(participants.filter(isUuid), page))).map(withStubs),
    ({ participant }) => participant.id,
  );

/** The payouts that are in a batch now, newest first; one that was withheld may have gone on to a later batch. */
const disbursementsByBatch = (database: Database) =>
  pagesByParent(
    async (batches, page: Page<IdKey>) =>
      (await database.read(PAGES_OF_BATCH, pageValues(batches.filter(isUuid), page))).map(withStubs),
    ({ batchId }) => batchId ?? '',
  );

export const disbursementLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  disbursement: disbursementById(database),
  disbursements: disbursementsByParticipant(database),
  disbursementsOfBatch: disbursementsByBatch(database),
});

export type DisbursementLoaders = ReturnType<typeof disbursementLoaders>;
