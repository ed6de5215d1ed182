import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Page } from '../../kit/page.ts';
import { queriesOver, type Schema } from '../../kit/query.ts';
import { BarredListVersionEntity } from './barred.entity.ts';
import type { BarredListVersionType } from './barred.type.ts';
import type { ImportedList } from './imported-list.ts';

const query = queriesOver(BarredListVersionEntity);

const versions = (db: Kysely<Schema<typeof BarredListVersionEntity>>) =>
  db
    .selectFrom('barred_list_version')
    .select(['id', 'list', 'source', 'listDate', 'mode', 'status', 'refusal', 'lines', 'badLines', 'badCodes'])
    .select(['kept', 'repeated', 'approvedAt', 'proposedFor', 'isNewSource'])
    .select(['added', 'removed', 'toRecheck', 'rechecked', 'barred', 'reinstated', 'requestedAt', 'finishedAt']);

const ONE = query<{ id: number }>()('barred-version', (db, { id }) => versions(db).where('id', '=', id));

interface ListValues {
  /** Null for the first page. */
  before: number | null;
  /** Null for all lists. */
  list: ImportedList | null;
  rows: number;
}

const LIST = query<ListValues>()('barred-versions', (db, { before, list, rows }) =>
  versions(db)
    .where(sql<boolean>`(${before}::int is null or id < ${before})`)
    .where(sql<boolean>`(${list}::text is null or list = ${list})`)
    .orderBy('id', 'desc')
    .limit(rows),
);

/** Key of the list: versions are listed newest first. */
export type BarredKey = [number];

/** Returns one version; null when there is none. */
export const readVersion = async (database: Database, id: number): Promise<BarredListVersionType | null> =>
  (await database.read(ONE, { id }))[0] ?? null;

export const listVersions = (
  database: Database,
  page: Page<BarredKey>,
  list: ImportedList | null,
): Promise<BarredListVersionType[]> =>
  database.read(LIST, { before: page.after?.[0] ?? null, list, rows: page.first + 1 });
