import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import type { Page } from '../../kit/page.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { PublisherKeyEntity, shownColumns } from './key.entity.ts';

const query = queriesOver(PublisherKeyEntity);

const BY_ID = query<{ ids: readonly string[] }>()('publisher-key-by-id', (db, values) =>
  db
    .selectFrom('publisher_key')
    .select(shownColumns)
    .where(isOneOf('id', values.ids, 'text')),
);

interface KeyFilter {
  /** Publishers; null for all of them. */
  publishers: readonly string[] | null;
  before: string;
  rows: number;
}

// Ids are hashes: their order says nothing, but it stays the same from page to page.
const LIST = query<KeyFilter>()('publisher-key-list', (db, values) =>
  db
    .selectFrom('publisher_key')
    .select(shownColumns)
    .where(sql<boolean>`(${values.publishers}::text[] is null or organization = any(${values.publishers}))`)
    .where('id', '<', values.before)
    .orderBy('id', 'desc')
    .limit(values.rows),
);

export const listKeys = (database: Database, page: Page<[string]>, publishers: readonly string[] | null) =>
  database.read(LIST, { publishers, before: page.after?.[0] ?? AFTER_ALL, rows: page.first + 1 });

/** Behind every hash. */
const AFTER_ALL = 'g';

export const keyLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  publisherKey: byKey(
    (ids: string[]) => database.read(BY_ID, { ids }),
    ({ id }) => id,
  ),
});

export type KeyLoaders = ReturnType<typeof keyLoaders>;
