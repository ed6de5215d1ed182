import type { StandingDeprecation } from '../../../schema/registry/deprecation.ts';
import type { Database } from '../../kit/database.ts';
import { readNames } from '../organization/index.ts';
import { STANDING, STANDING_USERS } from './deprecation.statement.ts';

/** Returns the deprecations that stand as the rules read them, with the names of who uses what they take away. */
export const readStanding = async (
  database: Database,
): Promise<{ deprecations: StandingDeprecation[]; organizationNames: Record<string, string> }> => {
  const standing = await database.rows(STANDING);
  const users = Map.groupBy(await database.rows(STANDING_USERS), ({ deprecationId }) => deprecationId);
  const deprecations = standing.map(({ id, coordinate, until, countedAt }) => ({
    coordinate,
    until,
    isCounted: countedAt !== null,
    users: (users.get(id) ?? []).map(({ organization, isAcknowledged }) => ({ organization, isAcknowledged })),
  }));
  const ids = deprecations.flatMap((each) => each.users.map(({ organization }) => organization));
  return { deprecations, organizationNames: await readNames(database, ids) };
};
