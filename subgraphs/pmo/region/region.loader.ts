import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import type { RegionLevel, RegionType } from './region.type.ts';

const columns = `code, name, level, parent_code as "parentCode", is_city as "isCity"`;

const BY_CODE = { name: 'region-by-code', text: `select ${columns} from region where code = any($1::text[])` };

const LIST = {
  name: 'region-list',
  text: `select ${columns} from region
    where ($1::text is null or level = $1) and ($2::text is null or parent_code = $2) order by code`,
};

export const regionByCode = (database: Database) =>
  byKey(
    (codes: string[]) => database.rows<RegionType>(BY_CODE, [codes]),
    ({ code }) => code,
  );

/** All regions, by level and parent; at most 552, so the list is not paged. */
export const listRegions = (database: Database, level: RegionLevel | null, parent: string | null) =>
  database.rows<RegionType>(LIST, [level, parent]);

export const regionLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  region: regionByCode(database),
});

export type RegionLoaders = ReturnType<typeof regionLoaders>;
