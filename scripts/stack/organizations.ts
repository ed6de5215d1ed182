import { calculateJwkThumbprint } from 'jose';
import pg from 'pg';
import type { KeySet, PublicJwk } from '../../gateway/identity/clients.ts';
import type { SyntheticOrganization } from './organizations.data.ts';

const PUT_ORGANIZATION = `insert into organization (id, name, kind, created_at) values ($1, $2, $3, $4)
  on conflict (id) do nothing`;

// A newer version of the graph may have more scopes; what an officer changed since stays.
const PUT_CLIENT = `insert into client (id, organization_id, name, scopes, created_at) values ($1, $2, $3, $4, $5)
  on conflict (id) do update set scopes = excluded.scopes`;

// None after the first: a key that was rotated away does not come back.
const PUT_KEY = `insert into client_key (client_id, kid, jwk, thumbprint, valid_from)
  select $1, $2, $3, $4, $5 where not exists (select from client_key where client_id = $1)`;

const KEY_SET = `select version,
    (select jsonb_agg(jsonb_build_object('jwk', jwk, 'validFrom', valid_from, 'validUntil', valid_until))
      from client_key where client_id = client.id and (valid_until is null or valid_until > $2)) as keys
  from client where id = $1`;

export interface SyntheticClient {
  id: string;
  organization: SyntheticOrganization;
  scopes: readonly string[];
  /** Its private part, where it has one, stays here. */
  key: PublicJwk;
}

interface KeyRow {
  jwk: PublicJwk;
  validFrom: string;
  validUntil: string | null;
}

const putOrganization = (client: pg.Client, { id, name, kind }: SyntheticOrganization, now: Date) =>
  client.query(PUT_ORGANIZATION, [id, name, kind, now]);

/** Its keys as the programme office knows them now. */
const keysOf = async (client: pg.Client, id: string, now: Date): Promise<KeySet> => {
  type Row = { version: number; keys: KeyRow[] | null };
  const { rows } = await client.query<Row>(KEY_SET, [id, now]);
  const keys = (rows[0]?.keys ?? []).map(({ jwk, validFrom, validUntil }) => ({
    jwk,
    validFrom: new Date(validFrom),
    validUntil: validUntil === null ? null : new Date(validUntil),
  }));
  return { version: rows[0]?.version ?? 1, keys };
};

const putClient = async (client: pg.Client, { id, organization, scopes, key }: SyntheticClient, now: Date) => {
  await putOrganization(client, organization, now);
  await client.query(PUT_CLIENT, [id, organization.id, id, scopes, now]);
  const { kty, crv, x, y, kid } = key;
  const thumbprint = await calculateJwkThumbprint({ kty, crv, x, y });
  await client.query(PUT_KEY, [id, kid, JSON.stringify({ kty, crv, x, y, kid }), thumbprint, now]);
  return keysOf(client, id, now);
};

/**
 * Puts organisations and their clients where officers and partners find them in the graph; safe to run again.
 * @returns the keys of each client, by its id, for the issuer to know the same
 */
export const putOrganizations = async (
  pmoUrl: string,
  { clients, now }: { clients: readonly SyntheticClient[]; now: Date },
): Promise<Map<string, KeySet>> => {
  const client = new pg.Client({ connectionString: pmoUrl });
  await client.connect();
  try {
    await client.query('begin');
    const keys = new Map<string, KeySet>();
    for (const each of clients) keys.set(each.id, await putClient(client, each, now));
    await client.query('commit');
    return keys;
  } finally {
    await client.end();
  }
};
