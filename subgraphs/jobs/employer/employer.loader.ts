import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import type { EmployerType } from './employer.type.ts';

const BY_ID = {
  name: 'employer-by-id',
  text: `select id, name, is_synthetic as "isSynthetic" from employer where id = any($1::uuid[])`,
};

export const employerById = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<EmployerType>(BY_ID, [ids]),
    ({ id }) => id,
  );

export const employerLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  employer: employerById(database),
});

export type EmployerLoaders = ReturnType<typeof employerLoaders>;
