import { sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import { ExpectationEntity, shownColumns } from './expectation.entity.ts';

const query = queriesOver(ExpectationEntity);

const BY_ID = query<{ ids: readonly string[] }>()('expectation-by-id', (db, values) =>
  db
    .selectFrom('expectation')
    .select(shownColumns)
    .where(isOneOf('id', values.ids, 'uuid')),
);

/** Null parties mean everybody. */
const LIST = query<{ parties: string[] | null; before: string; rows: number }>()('expectation-list', (db, values) =>
  db
    .selectFrom('expectation')
    .select(shownColumns)
    .where('id', '<', values.before)
    .where('removedAt', 'is', null)
    .where(sql<boolean>`(${values.parties}::text[] is null or organization = any(${values.parties}))`)
    .orderBy('id', 'desc')
    .limit(values.rows),
);

/** Returns a page of expectations that hold, newest first. */
export const listExpectations = (database: Database, page: Page<IdKey>, parties: string[] | null) =>
  database.read(LIST, { parties, before: below(page), rows: page.first + 1 });

export const expectationLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  expectation: byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  ),
});

export type ExpectationLoaders = ReturnType<typeof expectationLoaders>;
