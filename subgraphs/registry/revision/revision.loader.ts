import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { RevisionEntity, SdlEntity, shownColumns } from './revision.entity.ts';

const query = queriesOver(RevisionEntity, SdlEntity);

const BY_ID = query<{ ids: readonly string[] }>()('revision-by-id', (db, values) =>
  db
    .selectFrom('subgraph_revision')
    .select(shownColumns)
    .where(isOneOf('id', values.ids, 'uuid')),
);

const SDLS = query<{ hashes: readonly string[] }>()('sdl-by-hash', (db, values) =>
  db
    .selectFrom('sdl')
    .select(['hash', 'text'])
    .where(isOneOf('hash', values.hashes, 'text')),
);

export interface RevisionFilter {
  /** Null for every subgraph. */
  subgraph: string | null;
  /** Publishers whose proposals are shown too; null for all of them. */
  publishers: readonly string[] | null;
}

const LIST = query<RevisionFilter & { before: string; rows: number }>()('revision-list', (db, values) =>
  db
    .selectFrom('subgraph_revision')
    .select(shownColumns)
    .where('id', '<', values.before)
    .where(sql<boolean>`(${values.subgraph}::text is null or subgraph = ${values.subgraph})`)
    .where(
      sql<boolean>`(${values.publishers}::text[] is null or live_at is not null or organization = any(${values.publishers}))`,
    )
    .orderBy('id', 'desc')
    .limit(values.rows),
);

/** Returns a page of revisions, newest first. */
export const listRevisions = (database: Database, page: Page<IdKey>, { subgraph, publishers }: RevisionFilter) =>
  database.read(LIST, { subgraph, publishers, before: below(page), rows: page.first + 1 });

export const revisionLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  revision: byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  ),
  sdl: byKey(
    (hashes: string[]) => database.read(SDLS, { hashes }),
    ({ hash }) => hash,
  ),
});

export type RevisionLoaders = ReturnType<typeof revisionLoaders>;
