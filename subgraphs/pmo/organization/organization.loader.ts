import DataLoader from 'dataloader';
import type { Database } from '../../kit/database.ts';
import type { Kit } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { byKey } from '../../kit/loader.ts';
import { below, type IdKey, type Page } from '../../kit/page.ts';
import type { ClientKeyType, ClientType, OrganizationType } from './organization.type.ts';

const columns = `id, name, kind, status, suspended_at as "suspendedAt", suspension_reason as "suspensionReason",
  created_at as "createdAt"`;

const BY_ID = { name: 'organization-by-id', text: `select ${columns} from organization where id = any($1::uuid[])` };

const LIST = {
  name: 'organization-list',
  text: `select ${columns} from organization
    where id < $1 and ($2::text is null or kind = $2) and ($3::text is null or status = $3) order by id desc limit $4`,
};

// A client of a suspended organisation is suspended, whatever its own row says.
const clientColumns = `client.id, client.organization_id as "organizationId", client.name, client.scopes,
  case when organization.status = 'SUSPENDED' then 'SUSPENDED' else client.status end as status,
  client.requires_dpop as "requiresDpop", client.created_at as "createdAt",
  client.suspended_at as "suspendedAt", client.suspension_reason as "suspensionReason"`;
const clients = `select ${clientColumns} from client join organization on organization.id = client.organization_id`;

const CLIENT_BY_ID = { name: 'client-by-id', text: `${clients} where client.id = any($1::text[])` };

const CLIENTS = {
  name: 'clients-of-organizations',
  text: `${clients} where client.organization_id = any($1::uuid[]) order by client.id`,
};

const KEYS = {
  name: 'keys-of-clients',
  text: `select client_id as "clientId", kid, valid_from as "validFrom", valid_until as "validUntil"
    from client_key where client_id = any($1::text[]) order by valid_from desc, kid`,
};

export const organizationById = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<OrganizationType>(BY_ID, [ids.filter(isUuid)]),
    ({ id }) => id,
  );

export const clientById = (database: Database) =>
  byKey(
    (ids: string[]) => database.rows<ClientType>(CLIENT_BY_ID, [ids]),
    ({ id }) => id,
  );

export const clientsByOrganization = (database: Database) =>
  new DataLoader<string, ClientType[]>(async (ids) => {
    const rows = await database.rows<ClientType>(CLIENTS, [ids]);
    const found = Map.groupBy(rows, ({ organizationId }) => organizationId);
    return ids.map((id) => found.get(id) ?? []);
  });

export const keysByClient = (database: Database) =>
  new DataLoader<string, ClientKeyType[]>(async (ids) => {
    const rows = await database.rows<ClientKeyType & { clientId: string }>(KEYS, [ids]);
    const found = Map.groupBy(rows, ({ clientId }) => clientId);
    return ids.map((id) => found.get(id) ?? []);
  });

/** Newest first. */
export const listOrganizations = (
  database: Database,
  page: Page<IdKey>,
  { kind, status }: { kind: string | null; status: string | null },
) => database.rows<OrganizationType>(LIST, [below(page), kind, status, page.first + 1]);

export const organizationLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  organization: organizationById(database),
  organizationClients: clientsByOrganization(database),
  client: clientById(database),
  clientKeys: keysByClient(database),
});

export type OrganizationLoaders = ReturnType<typeof organizationLoaders>;
