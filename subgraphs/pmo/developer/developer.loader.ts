import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { DeveloperEntity } from './developer.entity.ts';

const query = queriesOver(DeveloperEntity);

const shown = [
  'id',
  'organizationId',
  'label',
  'scopes',
  'status',
  'invitedBy',
  'invitedAt',
  'invitedUntil',
  'leftAt',
] as const;

const BY_ID = query<{ ids: readonly string[] }>()('developer-by-id', (db, { ids }) =>
  db
    .selectFrom('developer')
    .select(shown)
    .where(isOneOf('id', ids, 'uuid')),
);

interface ListValues {
  organizationId: string;
  before: string;
  rows: number;
}

const LIST = query<ListValues>()('developer-list', (db, { organizationId, before, rows }) =>
  db
    .selectFrom('developer')
    .select(shown)
    .where('organizationId', '=', organizationId)
    .where('id', '<', before)
    .orderBy('id', 'desc')
    .limit(rows),
);

/** Returns a page of an organisation's developers, newest first. */
export const listDevelopers = async (database: Database, page: Page<IdKey>, organizationId: string) =>
  isUuid(organizationId) ? database.read(LIST, { organizationId, before: below(page), rows: page.first + 1 }) : [];

export const developerLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  developer: byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  ),
});

export type DeveloperLoaders = ReturnType<typeof developerLoaders>;
