import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { pagesByParent } from '../../kit/loader.ts';
import type { IdKey } from '../../kit/page.ts';
import { pageValues } from '../../kit/page.ts';
import { type PageValues, pageOfChildren, queriesOver } from '../../kit/query.ts';
import type { RequestFacts } from '../../kit/request.ts';
import { AlumniDisclosureEntity, AlumniQuotaEntity } from './alumnus.entity.ts';
import { searchingPortal } from './alumnus.policy.ts';
import { SUPPLY } from './alumnus.statement.ts';
import type { AlumniDisclosureType } from './alumnus.type.ts';

const query = queriesOver(AlumniDisclosureEntity, AlumniQuotaEntity);

const USED = query<{ portal: string; day: string }>()('alumni-quota', (db, { portal, day }) =>
  db.selectFrom('alumni_quota').select('used').where('portalId', '=', portal).where('day', '=', day),
);

const BY_PERSON = query<PageValues>()('alumni-disclosures', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'alumni_disclosure.id',
    of: (person) =>
      db
        .selectFrom('alumni_disclosure')
        .select([
          'id',
          'participantId',
          'at',
          'portalId',
          'purpose',
          'skills as skillCodes',
          'provinceCode',
          'requestId',
        ])
        .where('participantId', '=', person),
  }),
);

/** Rows that a portal has been shown on a day, given as `YYYY-MM-DD`. */
export const readUsed = async (database: Database, portal: string, day: string): Promise<number> =>
  (await database.read(USED, { portal, day }))[0]?.used ?? 0;

/** How many alumni a portal could find by each skill, rounded; the most first. */
export const readSupply = (database: Database, portal: string, province: string | null) =>
  database.rows(SUPPLY, [portal, province]);

export const alumnusLoaders = ({ database }: Pick<Kit, 'database'>, { caller }: Pick<RequestFacts, 'caller'>) => ({
  /** Rows that the caller's portal has been shown, by day: once for all places of a request that ask for it. */
  alumniUsed: new DataLoader<string, number>((days) =>
    Promise.all(days.map((day) => readUsed(database, searchingPortal(caller) ?? '', day))),
  ),
  alumniDisclosures: pagesByParent<IdKey, AlumniDisclosureType>(
    (people, page) => database.read(BY_PERSON, pageValues(people, page)),
    ({ participantId }) => participantId,
  ),
});

export type AlumnusLoaders = ReturnType<typeof alumnusLoaders>;
