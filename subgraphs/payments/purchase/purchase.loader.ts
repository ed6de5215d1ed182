import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { type IdKey, type Page, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { PurchaseEntity } from './purchase.entity.ts';
import type { PurchaseType } from './purchase.type.ts';

const query = queriesOver(PurchaseEntity);

/** All that somebody has paid. */
const purchases = (db: Kysely<Schema<typeof PurchaseEntity>>) =>
  db
    .selectFrom('purchase')
    .select(['id', 'participantId', 'waveNumber', 'amount', 'commission', 'status', 'invoice', 'authorizedAt'])
    .select(['voidRequestedAt', 'capturedAt', 'endedAt'])
    .where(sql<boolean>`status <> 'ENDED'`);

const BY_ID = query<{ ids: readonly string[] }>()('purchase-by-id', (db, values) =>
  purchases(db).where(isOneOf('id', values.ids, 'uuid')),
);

const PAGES = query<PageValues>()('purchases-by-participant', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'purchase.id',
    of: (participant) => purchases(db).where('participantId', '=', participant),
  }),
);

/** Puts stubs in the place of the keys of other owners' rows. A purchase that is not ENDED has all that it names. */
const typed = <Row extends { id: string; participantId: string; waveNumber: number | null }>({
  participantId,
  waveNumber,
  ...purchase
}: Row) =>
  ({
    ...purchase,
    participant: { id: participantId },
    wave: { number: waveNumber },
  }) as unknown as PurchaseType;

const purchaseById = (database: Database) =>
  byKey(
    async (ids: string[]) => (await database.read(BY_ID, { ids: ids.filter(isUuid) })).map(typed),
    ({ id }) => id,
  );

/** Newest first, which is the order of the ids: one statement for all participants of a page. */
const purchasesByParticipant = (database: Database) =>
  pagesByParent(
    async (participants, page: Page<IdKey>) =>
      (await database.read(PAGES, pageValues(participants.filter(isUuid), page))).map(typed),
    ({ participant }) => participant.id,
  );

export const purchaseLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  purchase: purchaseById(database),
  purchases: purchasesByParticipant(database),
});

export type PurchaseLoaders = ReturnType<typeof purchaseLoaders>;
