import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { PlatformEntity } from './platform.entity.ts';

const query = queriesOver(PlatformEntity);

const BY_ID = query<{ ids: readonly string[] }>()('platform-by-id', (db, values) =>
  db
    .selectFrom('platform')
    .select(['id', 'name', 'activeFrom', 'activeTo', 'isSynthetic', 'isSuspended', 'organizationId'])
    .where(isOneOf('id', values.ids, 'uuid')),
);

const platformById = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

export const platformLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  platform: platformById(database),
});

export type PlatformLoaders = ReturnType<typeof platformLoaders>;
