import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import type { InstitutionType } from './institution.type.ts';

const BY_ID = {
  name: 'institution-by-id',
  text: `select id, name, region_code as "regionCode", is_synthetic as "isSynthetic"
    from institution where id = any($1::uuid[])`,
};

export const institutionById = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<InstitutionType>(BY_ID, [ids.filter(isUuid)]),
    ({ id }) => id,
  );

export const institutionLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  institution: institutionById(database),
});

export type InstitutionLoaders = ReturnType<typeof institutionLoaders>;
