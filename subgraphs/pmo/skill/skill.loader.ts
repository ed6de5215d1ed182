import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import type { SkillType } from './skill.type.ts';

const columns = `code, name, name_id as "nameId", isco_code as "iscoCode", category`;

const BY_CODE = { name: 'skill-by-code', text: `select ${columns} from skill where code = any($1::text[])` };

// strpos, not LIKE: a search text has no wildcards. About 200 rows need no index.
const SEARCH = {
  name: 'skill-search',
  text: `select ${columns} from skill
    where $1::text is null or strpos(lower(name || ' ' || name_id || ' ' || code), lower($1)) > 0 order by code`,
};

export const skillByCode = (database: Database) =>
  byKey(
    (codes: string[]) => database.rows<SkillType>(BY_CODE, [codes]),
    ({ code }) => code,
  );

export const searchSkills = (database: Database, search: string | null) => database.rows<SkillType>(SEARCH, [search]);

export const skillLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  skill: skillByCode(database),
});

export type SkillLoaders = ReturnType<typeof skillLoaders>;
