import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { OfferEntity, shownColumns } from './offer.entity.ts';
import type { OfferStatus } from './offer.status.ts';

const query = queriesOver(OfferEntity);

const BY_ID = query<{ ids: readonly string[] }>()('offer-by-id', (db, values) =>
  db
    .selectFrom('grant_offer')
    .select(shownColumns)
    .where(isOneOf('id', values.ids, 'uuid')),
);

export interface OfferFilter {
  owner: string | null;
  element: string | null;
  status: OfferStatus | null;
}

/** Who reads offers. */
export interface OfferReader {
  /** Names under which the reader publishes; null for who is shown all. */
  parties: readonly string[] | null;
  /** The kind of the reader's organisation; null where it is not known. */
  kind: string | null;
  /** Today, as an ISO date. */
  today: string;
}

const isWanted = (column: string, value: string | null) =>
  sql<boolean>`(${value}::text is null or ${sql.ref(column)} = ${value})`;

/** What is open to the reader: an owner sees its own in every state, others what they could accept. */
const isShownTo = ({ parties, kind, today }: OfferReader) =>
  sql<boolean>`(${parties}::text[] is null or owner = any(${parties})
    or (status = 'OPEN' and (until_day is null or until_day >= ${today}::date)
      and (kinds is null and organizations is null or ${kind} = any(kinds) or organizations && ${parties})))`;

const LIST = query<OfferFilter & OfferReader & { before: string; rows: number }>()('offer-list', (db, values) =>
  db
    .selectFrom('grant_offer')
    .select(shownColumns)
    .where('id', '<', values.before)
    .where(isWanted('owner', values.owner))
    .where(isWanted('element', values.element))
    .where(isWanted('status', values.status))
    .where(isShownTo(values))
    .orderBy('id', 'desc')
    .limit(values.rows),
);

/** Returns a page of offers, newest first. */
export const listOffers = (
  database: Database,
  page: Page<IdKey>,
  call: { filter: OfferFilter; reader: OfferReader },
) => {
  const { owner, element, status } = call.filter;
  const { parties, kind, today } = call.reader;
  return database.read(LIST, {
    owner,
    element,
    status,
    parties,
    kind,
    today,
    before: below(page),
    rows: page.first + 1,
  });
};

export const offerLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  offer: byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  ),
});

export type OfferLoaders = ReturnType<typeof offerLoaders>;
