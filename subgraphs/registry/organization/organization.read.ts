import type { Database } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { KnownOrganizationEntity } from './organization.entity.ts';

const query = queriesOver(KnownOrganizationEntity);

const BY_ID = query<{ ids: readonly string[] }>()('organization-names', (db, { ids }) =>
  db
    .selectFrom('known_organization')
    .select(['id', 'name'])
    .where(isOneOf('id', ids, 'uuid')),
);

const KIND = query<{ ids: readonly string[] }>()('organization-kind', (db, { ids }) =>
  db
    .selectFrom('known_organization')
    .select('kind')
    .where(isOneOf('id', ids, 'uuid')),
);

/** Returns the kind of an organisation, such as JOB_PORTAL; undefined where the programme office did not tell of it. */
export const kindOf = async (database: Database, id: string): Promise<string | undefined> =>
  isUuid(id) ? (await database.read(KIND, { ids: [id] }))[0]?.kind : undefined;

/** Returns names by id, as far as they are known. */
export const readNames = async (database: Database, ids: readonly string[]): Promise<Record<string, string>> => {
  const wanted = [...new Set(ids.filter(isUuid))];
  const found = wanted.length === 0 ? [] : await database.read(BY_ID, { ids: wanted });
  return Object.fromEntries(found.map(({ id, name }) => [id, name]));
};
