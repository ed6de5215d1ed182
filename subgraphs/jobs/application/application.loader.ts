import type { Kysely } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { type IdKey, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver, type Schema } from '../../kit/query.ts';
import type { RequestFacts } from '../../kit/request.ts';
import { ApplicationEntity } from './application.entity.ts';
import { managedPortal } from './application.policy.ts';
import type { ApplicationType } from './application.type.ts';
import { invitationLoaders } from './invitation.loader.ts';

const query = queriesOver(ApplicationEntity);

const applications = (db: Kysely<Schema<typeof ApplicationEntity>>) =>
  db
    .selectFrom('application')
    .select(['id', 'participantId', 'vacancyId', 'portalId', 'status', 'message', 'submittedAt', 'changedAt']);

const BY_ID = query<{ ids: readonly string[] }>()('application-by-id', (db, values) =>
  applications(db).where(isOneOf('id', values.ids, 'uuid')),
);

const BY_PARTICIPANT = query<PageValues>()('applications-by-participant', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'application.id',
    of: (participant) => applications(db).where('participantId', '=', participant),
  }),
);

// The portal is a condition of the statement: of another's vacancy there is none.
const BY_VACANCY = query<PageValues & { portal: string }>()('applications-by-vacancy', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'application.id',
    of: (vacancy) => applications(db).where('vacancyId', '=', vacancy).where('portalId', '=', values.portal),
  }),
);

const BY_PORTAL = query<PageValues>()('applications-by-portal', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'application.id',
    of: (portal) => applications(db).where('portalId', '=', portal),
  }),
);

/** Returns one application, as it stands. */
export const readApplication = async (database: Database, id: string): Promise<ApplicationType | null> =>
  (await database.read(BY_ID, { ids: [id] }))[0] ?? null;

const ofCaller = (database: Database, { caller }: Pick<RequestFacts, 'caller'>) => {
  const portal = managedPortal(caller);
  return pagesByParent<IdKey, ApplicationType>(
    async (vacancies, page) =>
      portal === null ? [] : database.read(BY_VACANCY, { ...pageValues(vacancies, page), portal }),
    ({ vacancyId }) => vacancyId,
  );
};

/** Applications by id, by person, by portal, and by vacancy of the caller's own portal. */
export const applicationLoaders = ({ database, now }: Pick<Kit, 'database' | 'now'>, facts: RequestFacts) => ({
  application: byKey<string, ApplicationType>(
    (ids) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  ),
  applicationsOf: pagesByParent<IdKey, ApplicationType>(
    (people, page) => database.read(BY_PARTICIPANT, pageValues(people.filter(isUuid), page)),
    ({ participantId }) => participantId,
  ),
  applicationsAt: pagesByParent<IdKey, ApplicationType>(
    (portals, page) => database.read(BY_PORTAL, pageValues(portals, page)),
    ({ portalId }) => portalId,
  ),
  applicationsFor: ofCaller(database, facts),
  ...invitationLoaders({ database, now }, facts),
});

export type ApplicationLoaders = ReturnType<typeof applicationLoaders>;
