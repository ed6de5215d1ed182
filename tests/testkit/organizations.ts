import type { Caller } from '../../subgraphs/kit/caller.ts';
import { clientKey } from './client-key.ts';
import { openPmo } from './pmo.ts';
import { callerOf } from './subgraph.ts';

interface RefusalPayload {
  refusal: { code: string; message: string; path: string[] } | null;
}
export interface Client {
  id: string;
  status: string;
  scopes: string[];
  keys: { kid: string; validUntil: string | null }[];
}

export const officer = callerOf('officer-1', 'organization:manage');
const refusal = 'refusal { code message path }';
const client = 'client { id status scopes keys { kid validUntil } }';
export const key = () => crypto.randomUUID();

const REGISTER = `mutation($input: RegisterOrganizationInput!, $key: String!) {
  registerOrganization(input: $input, idempotencyKey: $key) { organization { id name kind status } ${refusal} } }`;
const REGISTER_CLIENT = `mutation($input: RegisterClientInput!, $key: String!) {
  registerClient(input: $input, idempotencyKey: $key) { ${client} ${refusal} } }`;
const ROTATE = `mutation($id: ID!, $jwk: Jwk!, $hours: Int) {
  rotateClientKey(clientId: $id, jwk: $jwk, overlapHours: $hours) { ${client} ${refusal} } }`;
export const SUSPEND = `mutation($id: ID!, $reason: String!) {
  suspendOrganization(id: $id, reason: $reason) { organization { status suspensionReason } ${refusal} } }`;
export const RESUME = `mutation($id: ID!) { resumeOrganization(id: $id) { organization { status suspendedAt } ${refusal} } }`;
export const READ = 'query($id: ID!) { organization(id: $id) { name clients { id status keys { kid } } } }';
const CHANGED = `client { id status suspendedAt suspensionReason } ${refusal}`;
const clientChanges = {
  suspendClient: `mutation($id: ID!, $reason: String!) { suspendClient(id: $id, reason: $reason) { ${CHANGED} } }`,
  resumeClient: `mutation($id: ID!) { resumeClient(id: $id) { ${CHANGED} } }`,
};

interface Rotation {
  hours?: number;
  caller?: Caller;
}

/** Organisations and their clients in a programme office of their own. */
export const openOrganizations = async () => {
  const { ask, askAnonymously, database, services } = await openPmo();

  const register = async (change: object = {}, idempotencyKey = key(), caller = officer) => {
    const input = { name: 'Platform Satu', kind: 'PLATFORM', ...change };
    type Answer = { registerOrganization: RefusalPayload & { organization: { id: string; status: string } | null } };
    return (await ask<Answer>(caller, REGISTER, { input, key: idempotencyKey })).data.registerOrganization;
  };
  const idOf = async (kind = 'PLATFORM') => (await register({ name: `A ${kind}`, kind })).organization?.id ?? '';

  const registerClient = async (change: object, idempotencyKey = key(), caller = officer) => {
    const input = { name: 'Backend', scopes: ['enrollment:read'], ...change };
    type Answer = { registerClient: RefusalPayload & { client: Client | null } };
    return (await ask<Answer>(caller, REGISTER_CLIENT, { input, key: idempotencyKey })).data.registerClient;
  };
  const newClient = async () => {
    const { jwk } = await clientKey(key());
    const made = await registerClient({ organizationId: await idOf(), jwk });
    return { id: made.client?.id ?? '', jwk };
  };
  const rotate = async (id: string, jwk: unknown, { hours, caller = officer }: Rotation = {}) => {
    type Answer = { rotateClientKey: RefusalPayload & { client: Client | null } };
    return (await ask<Answer>(caller, ROTATE, { id, jwk, ...(hours !== undefined && { hours }) })).data.rotateClientKey;
  };
  const change = async (source: string, variables: object, caller = officer) => {
    type Organization = { status: string; suspensionReason?: string; suspendedAt?: string | null };
    type Payload = RefusalPayload & { organization: Organization | null };
    const { data } = await ask<Record<string, Payload>>(caller, source, variables);
    return Object.values(data)[0];
  };
  const changeClient = async (name: keyof typeof clientChanges, variables: object, caller = officer) => {
    type Payload = RefusalPayload & { client: { status: string; suspensionReason: string | null } | null };
    return (await ask<Record<typeof name, Payload>>(caller, clientChanges[name], variables)).data[name];
  };
  const published = async (type: string, place: string, id: string) => {
    const text = `select data from event_outbox where type = $1 and data->>$2 = $3 order by id`;
    return (await database.pool.query(text, [type, place, id])).rows.map(({ data }) => data);
  };
  return {
    ask,
    askAnonymously,
    database,
    services,
    register,
    idOf,
    registerClient,
    newClient,
    rotate,
    change,
    changeClient,
    published,
  };
};
