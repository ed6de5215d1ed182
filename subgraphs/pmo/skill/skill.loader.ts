import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import { isOneOf, queriesOver, type Schema } from '../../kit/query.ts';
import { SkillEntity } from './skill.entity.ts';

const query = queriesOver(SkillEntity);

const skills = (db: Kysely<Schema<typeof SkillEntity>>) =>
  db.selectFrom('skill').select(['code', 'name', 'nameId', 'iscoCode', 'category']);

const BY_CODE = query<{ codes: readonly string[] }>()('skill-by-code', (db, { codes }) =>
  skills(db).where(isOneOf('code', codes, 'text')),
);

// strpos, not LIKE: a search text has no wildcards. About 200 rows need no index.
const SEARCH = query<{ search: string | null }>()('skill-search', (db, { search }) =>
  skills(db)
    .where(
      sql<boolean>`${search}::text is null or strpos(lower(name || ' ' || name_id || ' ' || code), lower(${search})) > 0`,
    )
    .orderBy('code'),
);

export const skillByCode = (database: Database) =>
  byKey(
    (codes: string[]) => database.read(BY_CODE, { codes }),
    ({ code }) => code,
  );

export const searchSkills = (database: Database, search: string | null) => database.read(SEARCH, { search });

export const skillLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  skill: skillByCode(database),
});

export type SkillLoaders = ReturnType<typeof skillLoaders>;
