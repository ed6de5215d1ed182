import type { Database } from '../../kit/database.ts';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { column, statement } from '../../kit/statement.ts';
import { organizationRegistered, organizationSuspended } from './organization.events.ts';
import type { OrganizationKind } from './organization.kind.ts';

const AT_ONCE = 1_000;

const UNTOLD = statement(
  'organization-untold',
  { id: column.uuid },
  'select id from organization where not is_told limit 1',
);

// What another process is telling is left to it.
const TAKE = statement(
  'organization-take-untold',
  {
    id: column.uuid,
    kind: column.text.as<OrganizationKind>(),
    name: column.text,
    version: column.int4,
    createdAt: column.timestamptz,
    suspendedAt: column.timestamptz.orNull,
  },
  `update organization set is_told = true where id = any(array(
      select id from organization where not is_told order by id limit $1 for update skip locked))
    returning id, kind, name, version, created_at as "createdAt", suspended_at as "suspendedAt"`,
);

export interface TellingOptions {
  database: Database;
  outbox: Outbox;
}

/**
 * Tells the other subgraphs of organisations that joined otherwise than by `registerOrganization`: those from before the
 * event, and those that a start puts there. Who is suspended is told so again, since a new subscriber has never heard it.
 * @returns how many
 */
export const tellOrganizations = async ({ database, outbox }: TellingOptions): Promise<number> => {
  if ((await database.rows(UNTOLD)).length === 0) return 0;
  return database.orm.em.fork().transactional(async (tx) => {
    const { rows } = await execute(tx, TAKE, [AT_ONCE]);
    const requestId = crypto.randomUUID();
    const joined = rows.map(({ id, kind, name, version, createdAt }) => {
      return { organization: id, kind, name, version, at: createdAt.toISOString() };
    });
    const suspended = rows.flatMap(({ id, version, suspendedAt }) =>
      suspendedAt === null ? [] : [{ organization: id, version, at: suspendedAt.toISOString() }],
    );
    await outbox.add(tx, organizationRegistered, { data: joined, requestId });
    if (suspended.length > 0) await outbox.add(tx, organizationSuspended, { data: suspended, requestId });
    return rows.length;
  });
};
