import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { GrantEntity, shownColumns } from './grant.entity.ts';
import type { GrantStatus } from './grant.status.ts';

const query = queriesOver(GrantEntity);

const BY_ID = query<{ ids: readonly string[] }>()('grant-by-id', (db, values) =>
  db
    .selectFrom('ownership_grant')
    .select(shownColumns)
    .where(isOneOf('id', values.ids, 'uuid')),
);

export interface GrantFilter {
  owner: string | null;
  grantee: string | null;
  status: GrantStatus | null;
  /** Publishers whose grants are shown; null for all of them. */
  parties: readonly string[] | null;
}

const isWanted = (column: string, value: string | null) =>
  sql<boolean>`(${value}::text is null or ${sql.ref(column)} = ${value})`;

const LIST = query<GrantFilter & { before: string; rows: number }>()('grant-list', (db, values) =>
  db
    .selectFrom('ownership_grant')
    .select(shownColumns)
    .where('id', '<', values.before)
    .where(isWanted('owner', values.owner))
    .where(isWanted('grantee', values.grantee))
    .where(isWanted('status', values.status))
    .where(
      sql<boolean>`(${values.parties}::text[] is null or owner = any(${values.parties})
        or grantee = any(${values.parties}) or grantee = '*')`,
    )
    .orderBy('id', 'desc')
    .limit(values.rows),
);

/** Returns a page of grants, newest first. */
export const listGrants = (database: Database, page: Page<IdKey>, { owner, grantee, status, parties }: GrantFilter) =>
  database.read(LIST, { owner, grantee, status, parties, before: below(page), rows: page.first + 1 });

export const grantLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  grant: byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  ),
});

export type GrantLoaders = ReturnType<typeof grantLoaders>;
