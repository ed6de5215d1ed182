import DataLoader from 'dataloader';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import { isOneOf, queriesOver, type Schema } from '../../kit/query.ts';
import { AllowanceEntity, ClientEntity, ClientKeyEntity, OrganizationEntity } from './organization.entity.ts';
import type { OrganizationKind } from './organization.kind.ts';
import { OrganizationStatus } from './organization.status.ts';
import type { ClientKeyType, ClientType, OrganizationType } from './organization.type.ts';

const query = queriesOver(OrganizationEntity, ClientEntity, ClientKeyEntity, AllowanceEntity);

type Tables = Schema<typeof OrganizationEntity | typeof ClientEntity>;

interface Ids {
  ids: readonly string[];
}

interface OrganizationFilter {
  /** Null for every kind. */
  kind: OrganizationKind | null;
  /** Null for every state. */
  status: OrganizationStatus | null;
}

const organizations = (db: Kysely<Tables>) =>
  db
    .selectFrom('organization')
    .select(['id', 'name', 'kind', 'status', 'suspendedAt', 'suspensionReason', 'createdAt']);

const BY_ID = query<Ids>()('organization-by-id', (db, values) =>
  organizations(db).where(isOneOf('id', values.ids, 'uuid')),
);

const isWanted = (column: string, value: string | null) =>
  sql<boolean>`(${value}::text is null or ${sql.ref(column)} = ${value})`;

const LIST = query<OrganizationFilter & { before: string; rows: number }>()('organization-list', (db, values) =>
  organizations(db)
    .where('id', '<', values.before)
    .where(isWanted('kind', values.kind))
    .where(isWanted('status', values.status))
    .orderBy('id', 'desc')
    .limit(values.rows),
);

// A client of a suspended organisation is suspended, whatever its own row says.
const clients = (db: Kysely<Tables>) =>
  db
    .selectFrom('client')
    .innerJoin('organization', 'organization.id', 'client.organizationId')
    .select(['client.id', 'client.organizationId', 'client.name', 'client.scopes', 'client.requiresDpop'])
    .select(['client.createdAt', 'client.suspendedAt', 'client.suspensionReason'])
    .select((eb) =>
      eb
        .case()
        .when('organization.status', '=', sql.lit(OrganizationStatus.SUSPENDED))
        .then(sql.lit(OrganizationStatus.SUSPENDED))
        .else(eb.ref('client.status'))
        .end()
        .as('status'),
    );

const CLIENT_BY_ID = query<Ids>()('client-by-id', (db, values) =>
  clients(db).where(isOneOf('client.id', values.ids, 'text')),
);

const CLIENTS = query<Ids>()('clients-of-organizations', (db, values) =>
  clients(db)
    .where(isOneOf('client.organizationId', values.ids, 'uuid'))
    .orderBy('client.id'),
);

const KEYS = query<Ids>()('keys-of-clients', (db, values) =>
  db
    .selectFrom('client_key')
    .select(['clientId', 'kid', 'validFrom', 'validUntil'])
    .where(isOneOf('clientId', values.ids, 'text'))
    .orderBy('validFrom', 'desc')
    .orderBy('kid'),
);

const ALLOWANCES = query<Ids>()('organization-allowances', (db, values) =>
  db
    .selectFrom('organization_allowance')
    .select(['organizationId', 'scopes', 'mostClients', 'mostDevelopers', 'setAt'])
    .where(isOneOf('organizationId', values.ids, 'uuid')),
);

const organizationById = (database: Database) =>
  byKey<string, OrganizationType>(
    (ids) => database.read(BY_ID, { ids: ids.filter(isUuid) }),
    ({ id }) => id,
  );

const clientById = (database: Database) =>
  byKey<string, ClientType>(
    (ids) => database.read(CLIENT_BY_ID, { ids }),
    ({ id }) => id,
  );

const clientsByOrganization = (database: Database) =>
  new DataLoader<string, ClientType[]>(async (ids) => {
    const rows = await database.read(CLIENTS, { ids });
    const found = Map.groupBy(rows, ({ organizationId }) => organizationId);
    return ids.map((id) => found.get(id) ?? []);
  });

const keysByClient = (database: Database) =>
  new DataLoader<string, ClientKeyType[]>(async (ids) => {
    const rows = await database.read(KEYS, { ids });
    const found = Map.groupBy(rows, ({ clientId }) => clientId);
    return ids.map((id) => found.get(id) ?? []);
  });

/** Returns a page of organisations, newest first. */
export const listOrganizations = (
  database: Database,
  page: Page<IdKey>,
  { kind, status }: OrganizationFilter,
): Promise<OrganizationType[]> => database.read(LIST, { kind, status, before: below(page), rows: page.first + 1 });

export const organizationLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  organization: organizationById(database),
  organizationClients: clientsByOrganization(database),
  client: clientById(database),
  clientKeys: keysByClient(database),
  allowance: byKey(
    (ids: string[]) => database.read(ALLOWANCES, { ids: ids.filter(isUuid) }),
    ({ organizationId }) => organizationId,
  ),
});

export type OrganizationLoaders = ReturnType<typeof organizationLoaders>;
