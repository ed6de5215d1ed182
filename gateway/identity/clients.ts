import type { AdapterPayload } from 'oidc-provider';
import { isBroken } from '../../subgraphs/kit/broken-text.ts';
import { type Role, scopesOf } from '../../subgraphs/kit/scopes.ts';
import type { Queries } from './queries.ts';
import type { Surroundings } from './surroundings.ts';

export type ClientKind =
  | 'FRONTEND'
  | 'PLATFORM'
  | 'INSTITUTION'
  | 'ASSESSOR'
  | 'PORTAL'
  | 'WALLET'
  | 'BANK'
  | 'TREASURY';

export interface PublicJwk {
  kty: string;
  crv: string;
  x: string;
  y: string;
  kid: string;
}

export interface NewClient {
  id: string;
  name: string;
  kind: ClientKind;
  /** The organisation that owns the client; a frontend of the programme has none. */
  organizationId?: string;
  scopes: readonly string[];
  redirectUris?: readonly string[];
  requiresDpop?: boolean;
}

/** All keys of a client that are valid now or later. */
export interface KeySet {
  version: number;
  keys: readonly { jwk: PublicJwk; validFrom: Date; validUntil: Date | null }[];
  /** The tokens that it has are refused from now on. */
  isRevoking?: boolean;
}

interface Row {
  id: string;
  name: string;
  kind: ClientKind;
  organizationId: string | null;
  scopes: string[];
  redirectUris: string[];
  requiresDpop: boolean;
  keys: PublicJwk[] | null;
}

/** A frontend acts for people of every kind: what one may do is decided by who signs in. */
const allowedFor = (kind: ClientKind, asked: readonly string[]): string[] => {
  if (kind === 'FRONTEND') return [...asked];
  const allowed = scopesOf(kind.toLowerCase() as Role);
  return asked.filter((scope) => allowed.includes(scope));
};

const flowOf = ({ kind, redirectUris, keys }: Row) =>
  kind === 'FRONTEND'
    ? {
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code' as const],
        redirect_uris: redirectUris,
        token_endpoint_auth_method: 'none' as const,
      }
    : {
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'private_key_jwt' as const,
        token_endpoint_auth_signing_alg: 'ES256' as const,
        jwks: { keys: keys ?? [] },
      };

/** Returns a client in the form that oidc-provider reads. */
const toMetadata = (row: Row): AdapterPayload => ({
  client_id: row.id,
  client_name: row.name,
  dpop_bound_access_tokens: row.requiresDpop,
  graph_role: row.kind.toLowerCase(),
  graph_scopes: allowedFor(row.kind, row.scopes).join(' '),
  ...(row.organizationId && { organization_id: row.organizationId }),
  ...flowOf(row),
});

/** Condition on a row of `client` or `account`: neither it nor its organisation is suspended. */
export const MAY_SIGN_IN = `status = 'ACTIVE' and not exists
  (select from organization where organization.id = organization_id and organization.status = 'SUSPENDED')`;

/** The software that may ask for tokens: frontends of people, and organisations' clients with their keys. */
export class Clients {
  readonly #pool: Queries;
  readonly #now: Surroundings['now'];

  constructor(pool: Queries, { now }: Pick<Surroundings, 'now'>) {
    this.#pool = pool;
    this.#now = now;
  }

  /** Returns a client with the keys that are valid now; undefined for a suspended client or organisation. */
  async metadata(id: string): Promise<AdapterPayload | undefined> {
    if (isBroken(id)) return undefined;
    const { rows } = await this.#pool.query<Row>(
      `select id, name, kind, organization_id as "organizationId", scopes, redirect_uris as "redirectUris",
         requires_dpop as "requiresDpop",
         (select jsonb_agg(jwk order by kid) from client_key
          where client_id = client.id and valid_from <= $2 and (valid_until is null or valid_until > $2)) as keys
       from client where id = $1 and ${MAY_SIGN_IN}`,
      [id, this.#now()],
    );
    return rows[0] && toMetadata(rows[0]);
  }

  async put(client: NewClient): Promise<void> {
    const { id, name, kind, organizationId = null, scopes, redirectUris = [], requiresDpop = false } = client;
    await this.#pool.query(
      `insert into client (id, name, kind, organization_id, scopes, redirect_uris, requires_dpop)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (id) do update set name = excluded.name, kind = excluded.kind, scopes = excluded.scopes,
         organization_id = excluded.organization_id, redirect_uris = excluded.redirect_uris,
         requires_dpop = excluded.requires_dpop`,
      [id, name, kind, organizationId, scopes, redirectUris, requiresDpop],
    );
  }

  /** Adds a key, valid from now on unless told; an existing one of the same kid gets the new end. */
  async putKey(clientId: string, jwk: PublicJwk, { from = this.#now(), until }: { from?: Date; until?: Date } = {}) {
    const { kty, crv, x, y, kid } = jwk;
    await this.#pool.query(
      `insert into client_key (client_id, kid, jwk, valid_from, valid_until) values ($1, $2, $3, $4, $5)
       on conflict (client_id, kid) do update set valid_until = excluded.valid_until`,
      [clientId, kid, { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }, from, until ?? null],
    );
  }

  /**
   * Takes the keys of an event, unless a newer one was first.
   * @throws Error for an unknown client: its registration is on its way
   */
  async replaceKeys(clientId: string, { version, keys, isRevoking = false }: KeySet): Promise<void> {
    const { rows } = await this.#pool.query<{ version: string }>(
      'select keys_version as version from client where id = $1 for update',
      [clientId],
    );
    if (!rows[0]) throw new Error(`client ${clientId} is not registered yet`);
    if (isRevoking) await this.#revoke(clientId);
    if (Number(rows[0].version) >= version) return;
    await this.#pool.query('update client set keys_version = $2 where id = $1', [clientId, version]);
    await this.#pool.query('delete from client_key where client_id = $1', [clientId]);
    for (const { jwk, validFrom: from, validUntil } of keys) {
      await this.putKey(clientId, jwk, { from, ...(validUntil && { until: validUntil }) });
    }
  }

  /**
   * Stops a client, or no longer: the change with the highest version holds. A suspension voids the tokens that it has
   * for good, also when it arrives after the resumption.
   * @throws Error for an unknown client: its registration is on its way
   */
  async setStatus(clientId: string, status: 'ACTIVE' | 'SUSPENDED', version: number): Promise<void> {
    const { rows } = await this.#pool.query('select from client where id = $1 for update', [clientId]);
    if (rows.length === 0) throw new Error(`client ${clientId} is not registered yet`);
    if (status === 'SUSPENDED') await this.#revoke(clientId);
    await this.#pool.query('update client set status = $2, status_version = $3 where id = $1 and status_version < $3', [
      clientId,
      status,
      version,
    ]);
  }

  /** Revokes the client's tokens, by the clock that also stamps tokens. */
  async #revoke(clientId: string): Promise<void> {
    await this.#pool.query('update client set revoked_at = $2 where id = $1', [clientId, this.#now()]);
  }

  /**
   * Stops every client and officer of an organisation at once, or no longer: the change with the highest version
   * holds. A suspension voids the tokens that they have for good, also when it arrives after the resumption.
   */
  async setOrganizationStatus(
    organizationId: string,
    status: 'ACTIVE' | 'SUSPENDED',
    { version, at }: { version: number; at: Date },
  ): Promise<void> {
    await this.#pool.query(
      `insert into organization (id, status, version, changed_at) values ($1, $2, $3, $4)
       on conflict (id) do update set status = excluded.status, version = excluded.version,
         changed_at = excluded.changed_at where organization.version < excluded.version`,
      [organizationId, status, version, at],
    );
    if (status === 'ACTIVE') return;
    // Sessions carry the time of oidc-provider, which has no clock but the machine's.
    const values = [organizationId, this.#now(), new Date()];
    await this.#pool.query('update organization set revoked_at = $2, signed_out_at = $3 where id = $1', values);
  }
}
