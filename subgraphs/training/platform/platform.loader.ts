import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import type { PlatformType } from './platform.type.ts';

const BY_ID = {
  name: 'platform-by-id',
  text: `select id, name, active_from as "activeFrom", active_to as "activeTo", is_synthetic as "isSynthetic"
    from platform where id = any($1::uuid[])`,
};

export const platformById = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<PlatformType>(BY_ID, [ids.filter(isUuid)]),
    ({ id }) => id,
  );

export const platformLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  platform: platformById(database),
});

export type PlatformLoaders = ReturnType<typeof platformLoaders>;
