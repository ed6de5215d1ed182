import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { EmployerEntity } from './employer.entity.ts';

const query = queriesOver(EmployerEntity);

const BY_ID = query<{ ids: readonly string[] }>()('employer-by-id', (db, values) =>
  db
    .selectFrom('employer')
    .select(['id', 'name', 'isSynthetic'])
    .where(isOneOf('id', values.ids, 'uuid')),
);

const employerById = (database: Database) =>
  byKey(
    (ids: string[]) => database.read(BY_ID, { ids }),
    ({ id }) => id,
  );

export const employerLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  employer: employerById(database),
});

export type EmployerLoaders = ReturnType<typeof employerLoaders>;
