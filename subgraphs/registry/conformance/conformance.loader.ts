import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { ConformanceRunEntity, ProductionKeyEntity, shownColumns } from './conformance.entity.ts';

const query = queriesOver(ConformanceRunEntity, ProductionKeyEntity);

const BY_ID = query<{ ids: readonly string[] }>()('conformance-run-by-id', (db, values) =>
  db
    .selectFrom('conformance_run')
    .select(shownColumns)
    .where(isOneOf('id', values.ids, 'uuid')),
);

const PRODUCTION = query<{ ids: readonly string[] }>()('production-key-by-id', (db, values) =>
  db
    .selectFrom('production_key')
    .select(['keyId', 'activatedAt'])
    .where(isOneOf('keyId', values.ids, 'text')),
);

export interface RunFilter {
  /** Null for every subgraph. */
  subgraph: string | null;
  /** Publishers whose runs are shown; null for all of them. */
  publishers: readonly string[] | null;
}

const LIST = query<RunFilter & { before: string; rows: number }>()('conformance-run-list', (db, values) =>
  db
    .selectFrom('conformance_run')
    .select(shownColumns)
    .where('id', '<', values.before)
    .where(sql<boolean>`(${values.subgraph}::text is null or subgraph = ${values.subgraph})`)
    .where(sql<boolean>`(${values.publishers}::text[] is null or organization = any(${values.publishers}))`)
    .orderBy('id', 'desc')
    .limit(values.rows),
);

/** Returns a page of runs, newest first. */
export const listRuns = (database: Database, page: Page<IdKey>, { subgraph, publishers }: RunFilter) =>
  database.read(LIST, { subgraph, publishers, before: below(page), rows: page.first + 1 });

export const conformanceLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  conformanceRun: byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  ),
  productionKey: byKey(
    (ids: string[]) => database.read(PRODUCTION, { ids }),
    ({ keyId }) => keyId,
  ),
});

export type ConformanceLoaders = ReturnType<typeof conformanceLoaders>;
