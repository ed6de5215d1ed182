import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey, pagesByParent } from '../../kit/loader.ts';
import { type IdKey, pageValues } from '../../kit/page.ts';
import { isOneOf, type PageValues, pageOfChildren, queriesOver } from '../../kit/query.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { PortalEntity, PortalProblemEntity } from './portal.entity.ts';

const query = queriesOver(PortalEntity, PortalProblemEntity);

const BY_ID = query<{ ids: readonly string[] }>()('portal-by-id', (db, values) =>
  db
    .selectFrom('portal')
    .select(['id', 'isSuspended', 'isSynthetic'])
    .select(sql<string>`name`.as('name'))
    .where('name', 'is not', null)
    .where(isOneOf('id', values.ids, 'uuid')),
);

const portalById = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

const PROBLEMS = query<PageValues>()('portal-problems', (db, values) =>
  pageOfChildren(db, values, {
    parent: 'uuid',
    order: 'portal_problem.id',
    of: (portal) =>
      db
        .selectFrom('portal_problem')
        .select(['id', 'portalId', 'reference', 'source', 'code', 'path', 'message', 'example', 'foundAt'])
        .where('portalId', '=', portal),
  }),
);

const problemsByPortal = (database: Database) =>
  pagesByParent<IdKey, RowsOf<typeof PROBLEMS>>(
    (portals, page) => database.read(PROBLEMS, pageValues(portals, page)),
    ({ portalId }) => portalId,
  );

export const portalLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  portal: portalById(database),
  problemsOfPortal: problemsByPortal(database),
});

export type PortalLoaders = ReturnType<typeof portalLoaders>;
