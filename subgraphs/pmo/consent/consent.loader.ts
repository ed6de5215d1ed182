import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { pagesByParent } from '../../kit/loader.ts';
import { below, type IdKey } from '../../kit/page.ts';
import { type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import { ConsentEntity } from './consent.entity.ts';
import { ConsentStatus } from './consent.status.ts';
import type { ConsentType } from './consent.type.ts';

const query = queriesOver(ConsentEntity);

interface Now {
  now: Date;
}

type Consents = Schema<typeof ConsentEntity>;

// One that has run out is EXPIRED, whether or not that has been written down.
const consentsAt = (db: Kysely<Consents>, now: Date) =>
  db
    .selectFrom('consent')
    .select(['id', 'participantId', 'portalId', 'purpose', 'grantedAt', 'until'])
    .select((eb) => {
      const hasRunOut = eb('status', '=', sql.lit(ConsentStatus.GRANTED)).and('until', '<=', now);
      return [
        eb.case().when(hasRunOut).then(sql.lit(ConsentStatus.EXPIRED)).else(eb.ref('status')).end().as('status'),
        eb.case().when(hasRunOut).then(eb.ref('until')).else(eb.ref('endedAt')).end().as('endedAt'),
      ];
    });

const PAGE = query<PageValues & Now>()('consents-by-participant', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'consent.id',
    of: (participant) => consentsAt(db, values.now).where('participantId', '=', participant),
  }),
);

const ONE = query<{ id: string } & Now>()('consent-by-id', (db, { id, now }) =>
  consentsAt(db, now).where('id', '=', id),
);

/** Newest first, which is the order of the ids: one statement for all participants of a page. */
const consentsByParticipant = (database: Database, now: () => Date) =>
  pagesByParent<IdKey, ConsentType>(
    (parents, page) => database.read(PAGE, { parents, before: below(page), rows: page.first + 1, now: now() }),
    ({ participantId }) => participantId,
  );

/** Returns one consent, as it stands at `now`. */
export const readConsent = async (database: Database, id: string, now: Date): Promise<ConsentType | null> =>
  (await database.read(ONE, { id, now }))[0] ?? null;

export const consentLoaders = ({ database, now }: Pick<Kit, 'database' | 'now'>) => ({
  consents: consentsByParticipant(database, now),
});

export type ConsentLoaders = ReturnType<typeof consentLoaders>;
