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
const LIST = query<{ parties: string[] | null; isRemoved: boolean; before: string; rows: number }>()(
  'expectation-list',
  (db, values) =>
    db
      .selectFrom('expectation')
      .select(shownColumns)
      .where('id', '<', values.before)
      .where(sql<boolean>`(removed_at is not null) = ${values.isRemoved}::boolean`)
      .where(sql<boolean>`(${values.parties}::text[] is null or organization = any(${values.parties}))`)
      .orderBy('id', 'desc')
      .limit(values.rows),
);

/** Returns a page of expectations that hold, or of those that were removed, newest first. */
export const listExpectations = (
  database: Database,
  page: Page<IdKey>,
  { parties, isRemoved }: { parties: string[] | null; isRemoved: boolean },
) => database.read(LIST, { parties, isRemoved, before: below(page), rows: page.first + 1 });

export const expectationLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  expectation: byKey(
    (ids: string[]) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  ),
});

export type ExpectationLoaders = ReturnType<typeof expectationLoaders>;
