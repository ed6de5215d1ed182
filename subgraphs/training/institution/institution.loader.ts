import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { InstitutionEntity } from './institution.entity.ts';

const query = queriesOver(InstitutionEntity);

const BY_ID = query<{ ids: readonly string[] }>()('institution-by-id', (db, values) =>
  db
    .selectFrom('institution')
    .select(['id', 'name', 'regionCode', 'isSynthetic', 'isSuspended', 'organizationId'])
    .where(isOneOf('id', values.ids, 'uuid')),
);

const institutionById = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

export const institutionLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  institution: institutionById(database),
});

export type InstitutionLoaders = ReturnType<typeof institutionLoaders>;
