import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver, type Schema } from '../../kit/query.ts';
import { RegionEntity } from './region.entity.ts';
import type { RegionLevel } from './region.level.ts';

const query = queriesOver(RegionEntity);

const regions = (db: Kysely<Schema<typeof RegionEntity>>) =>
  db.selectFrom('region').select(['code', 'name', 'level', 'parentCode', 'isCity']);

const BY_CODE = query<{ codes: readonly string[] }>()('region-by-code', (db, { codes }) =>
  regions(db).where(isOneOf('code', codes, 'text')),
);

const LIST = query<{ level: RegionLevel | null; parent: string | null }>()('region-list', (db, { level, parent }) =>
  regions(db)
    .where((eb) => eb.or([sql<boolean>`${level}::text is null`, eb('level', '=', level)]))
    .where((eb) => eb.or([sql<boolean>`${parent}::text is null`, eb('parentCode', '=', parent)]))
    .orderBy('code'),
);

export const regionByCode = (database: Database) =>
  byKey(
    (codes: string[]) => database.read(BY_CODE, { codes }),
    ({ code }) => code,
  );

/** All regions, by level and parent; at most 552, so the list is not paged. */
export const listRegions = (database: Database, level: RegionLevel | null, parent: string | null) =>
  database.read(LIST, { level, parent });

export const regionLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  region: regionByCode(database),
});

export type RegionLoaders = ReturnType<typeof regionLoaders>;
