import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { column, statement } from '../../kit/statement.ts';
import { DeprecationEntity, DeprecationUserEntity, shownColumns } from './deprecation.entity.ts';

const query = queriesOver(DeprecationEntity, DeprecationUserEntity);

const BY_ID = query<{ ids: readonly string[] }>()('deprecation-by-id', (db, { ids }) =>
  db
    .selectFrom('deprecation')
    .select(shownColumns)
    .where(isOneOf('id', ids, 'uuid')),
);

export interface DeprecationFilter {
  /** The organisation that used it; null for all. */
  organization: string | null;
  /** Publishers that are shown theirs besides. */
  owners: readonly string[];
}

const LIST = query<DeprecationFilter & { before: string; rows: number }>()('deprecation-list', (db, values) =>
  db
    .selectFrom('deprecation')
    .select(shownColumns)
    .where('id', '<', values.before)
    .where(
      sql<boolean>`(${values.organization}::text is null or owner = any(${values.owners}::text[])
        or exists (select from deprecation_user as own
          where own.deprecation_id = deprecation.id and own.organization = ${values.organization}))`,
    )
    .orderBy('id', 'desc')
    .limit(values.rows),
);

/** Returns a page of deprecations, newest first. */
export const listDeprecations = (database: Database, page: Page<IdKey>, { organization, owners }: DeprecationFilter) =>
  database.read(LIST, { organization, owners, before: below(page), rows: page.first + 1 });

/** $1: deprecations, $2: organisations of the same places, null for all of them. The names are those that are known. */
const USERS = statement(
  'deprecation-users',
  {
    deprecationId: column.uuid,
    asked: column.text.orNull,
    organization: column.text,
    name: column.text.orNull,
    toldAt: column.timestamptz,
    acknowledgedAt: column.timestamptz.orNull,
    days: column.jsonb,
  },
  `select own.deprecation_id as "deprecationId", asked.organization as asked, own.organization, known.name,
      own.told_at as "toldAt", own.acknowledged_at as "acknowledgedAt", coalesce(used.days, '[]'::jsonb) as days
    from unnest($1::uuid[], $2::text[]) as asked (id, organization)
    cross join lateral (select * from deprecation_user as each
      where each.deprecation_id = asked.id and each.organization = coalesce(asked.organization, each.organization)
      order by each.organization limit 100) as own
    left join known_organization as known on known.id::text = own.organization
    left join lateral (select jsonb_agg(jsonb_build_object('day', day, 'client', client,
        'executions', least(executions, 2147483647)) order by day desc, client) as days
      from (select day, client, executions from deprecation_use as use
        where use.deprecation_id = own.deprecation_id and use.organization = own.organization
        order by day desc, client limit 100) as last) as used on true
    order by own.deprecation_id, own.organization`,
);

/** Users of a deprecation: those of one organisation, or all of them. */
export interface UsersKey {
  id: string;
  organization: string | null;
}

const textOf = ({ id, organization }: UsersKey) => `${id} ${organization ?? '*'}`;

const readUsers = async (database: Database, keys: readonly UsersKey[]) => {
  const rows = await database.rows(USERS, [keys.map(({ id }) => id), keys.map(({ organization }) => organization)]);
  const found = Map.groupBy(rows, ({ deprecationId: id, asked: organization }) => textOf({ id, organization }));
  return keys.map((key) => found.get(textOf(key)) ?? []);
};

export const deprecationLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  deprecation: byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  ),
  deprecationUsers: new DataLoader((keys: readonly UsersKey[]) => readUsers(database, keys), { cacheKeyFn: textOf }),
});

export type DeprecationLoaders = ReturnType<typeof deprecationLoaders>;
