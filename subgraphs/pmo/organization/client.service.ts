import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import { execute } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { scopes as known } from '../../kit/scopes.ts';
import { clientRegistered, clientResumed, clientRotated, clientSuspended } from './organization.events.ts';
import { type OrganizationKind, scopesFor } from './organization.kind.ts';
import { mayManage, mayRotate } from './organization.policy.ts';
import { refusals } from './organization.refusal.ts';
import { type Asked, type OrganizationServiceOptions, readName, readReason } from './organization.service.ts';
import { clientTransition, OrganizationStatus } from './organization.status.ts';
import { type PublicKey, readPublicKey, thumbprintOf } from './public-key.ts';

export interface NewClient {
  organizationId: string;
  name: string;
  scopes: readonly string[];
  /** As it was sent. */
  jwk: unknown;
  requiresDpop: boolean;
}

interface KeyRow {
  jwk: PublicKey;
  validFrom: Date;
  validUntil: Date | null;
}

const CLIENTS = 50;
/** Valid at the same time. */
const KEYS = 5;
const OVERLAP_HOURS = 168;
const HOUR_MS = 3_600_000;

// With the lock a suspension and a registration come one after the other.
const LOCK_ORGANIZATION = `select kind, status,
    (select count(*)::int from client where organization_id = organization.id) as clients
  from organization where id = $1 for no key update`;

const INSERT_CLIENT = `insert into client (id, organization_id, name, scopes, requires_dpop, created_at)
  values ($1, $2, $3, $4, $5, $6)`;

const INSERT_KEY = `insert into client_key (client_id, kid, jwk, thumbprint, valid_from) values ($1, $2, $3, $4, $5)
  on conflict do nothing`;

const LOCK_CLIENT = `select organization_id as "organizationId", status from client where id = $1 for no key update`;

const SET_STATUS = `update client
  set status = $2, suspended_at = $3, suspension_reason = $4, version = version + 1 where id = $1 returning version`;

interface ClientRow {
  organizationId: string;
  status: OrganizationStatus;
}

const CURRENT_KEY = `select from client_key
  where client_id = $1 and kid = $2 and thumbprint = $3 and valid_until is null`;

const END_KEYS = `update client_key set valid_until = least(coalesce(valid_until, 'infinity'), $2::timestamptz)
  where client_id = $1 and (valid_until is null or valid_until > $3)`;

const NEXT_VERSION = 'update client set version = version + 1 where id = $1 returning version';

const VALID_KEYS = `select jwk, valid_from as "validFrom", valid_until as "validUntil" from client_key
  where client_id = $1 and (valid_until is null or valid_until > $2) order by valid_from, kid`;

const readScopes = (kind: OrganizationKind, asked: readonly string[]): string[] => {
  const allowed = scopesFor(kind);
  for (const scope of asked) {
    if (!known.some(({ name }) => name === scope)) throw refusals.scopeUnknown(scope.slice(0, 100));
    if (!allowed.includes(scope)) throw refusals.scopeNotAllowed(scope, allowed);
  }
  return [...new Set(asked)].sort();
};

const asEventKey = ({ jwk, validFrom, validUntil }: KeyRow) => ({
  jwk,
  validFrom: new Date(validFrom).toISOString(),
  validUntil: validUntil && new Date(validUntil).toISOString(),
});

/** Use cases of organisations' clients and their keys; each answers the client's id. */
export class ClientService {
  readonly #outbox: OrganizationServiceOptions['outbox'];
  readonly #now: OrganizationServiceOptions['now'];

  constructor({ outbox, now }: OrganizationServiceOptions) {
    this.#outbox = outbox;
    this.#now = now;
  }

  /**
   * @throws Refusal FORBIDDEN, NAME_MALFORMED, ORGANIZATION_UNKNOWN, ORGANIZATION_SUSPENDED, CLIENT_LIMIT_REACHED,
   * SCOPE_UNKNOWN, SCOPE_NOT_ALLOWED, KEY_MALFORMED, PRIVATE_KEY_SENT, KEY_ALREADY_USED, IDEMPOTENCY_KEY_MALFORMED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async register(em: EntityManager, input: NewClient, asked: Asked & { key: string }): Promise<string> {
    const { caller, key } = asked;
    if (!mayManage(caller)) throw refusals.forbidden();
    const client = { ...input, name: readName(input.name), jwk: readPublicKey(input.jwk, ['input', 'jwk']) };
    if (!isUuid(input.organizationId)) throw refusals.organizationUnknown(['input', 'organizationId']);
    touched('Organization', input.organizationId);
    const call = { caller: caller.id ?? '', operation: 'registerClient', key, body: client };
    return em.transactional((tx) => once(tx, call, () => this.#insert(tx, client, asked)));
  }

  /**
   * Stops one client; its organisation's others go on.
   * @throws Refusal FORBIDDEN, REASON_MALFORMED, CLIENT_UNKNOWN, CLIENT_TRANSITION_ILLEGAL
   */
  async suspend(em: EntityManager, clientId: string, asked: Asked & { reason: string }): Promise<string> {
    touched('Client', clientId.slice(0, 128));
    if (!mayManage(asked.caller)) throw refusals.forbidden();
    const reason = readReason(asked.reason);
    return this.#change(em, clientId, { ...asked, status: OrganizationStatus.SUSPENDED, reason });
  }

  /** @throws Refusal FORBIDDEN, CLIENT_UNKNOWN, CLIENT_TRANSITION_ILLEGAL */
  async resume(em: EntityManager, clientId: string, asked: Asked): Promise<string> {
    return this.#change(em, clientId, { ...asked, status: OrganizationStatus.ACTIVE, reason: null });
  }

  /**
   * Adds a key, valid from now on; the former ones end after the overlap. Once more with the same key changes nothing.
   * @throws Refusal FORBIDDEN, OVERLAP_OUT_OF_RANGE, KEY_MALFORMED, PRIVATE_KEY_SENT, CLIENT_UNKNOWN, KEY_LIMIT_REACHED,
   * KEY_ALREADY_USED
   */
  async rotate(
    em: EntityManager,
    clientId: string,
    { caller, requestId, jwk, overlapHours }: Asked & { jwk: unknown; overlapHours: number },
  ): Promise<string> {
    touched('Client', clientId.slice(0, 128));
    if (!mayManage(caller) && !caller.can('client:rotate')) throw refusals.mayNotRotate();
    if (overlapHours < 0 || overlapHours > OVERLAP_HOURS) throw refusals.overlap(OVERLAP_HOURS);
    const key = readPublicKey(jwk, ['jwk']);
    await em.transactional(async (tx) => {
      await this.#lockToRotate(tx, clientId, caller);
      const current = await execute(tx, CURRENT_KEY, [clientId, key.kid, thumbprintOf(key)]);
      if (current.rows.length > 0) return;
      const now = this.#now();
      await execute(tx, END_KEYS, [clientId, new Date(now.getTime() + overlapHours * HOUR_MS), now]);
      await this.#addKey(tx, { clientId, key, path: ['jwk'] });
      const keys = await this.#validKeys(tx, clientId);
      if (keys.length > KEYS) throw refusals.keyLimit(KEYS);
      const { rows: changed } = await execute<{ version: number }>(tx, NEXT_VERSION, [clientId]);
      const data = { client: clientId, version: changed[0]?.version ?? 0, keys, isRevoking: overlapHours === 0 };
      await this.#outbox.add(tx, clientRotated, { data, requestId });
    });
    return clientId;
  }

  async #change(
    em: EntityManager,
    clientId: string,
    { caller, requestId, status, reason }: Asked & { status: OrganizationStatus; reason: string | null },
  ): Promise<string> {
    touched('Client', clientId.slice(0, 128));
    if (!mayManage(caller)) throw refusals.forbidden();
    await em.transactional(async (tx) => {
      const { rows } = await execute<ClientRow>(tx, LOCK_CLIENT, [clientId]);
      if (!rows[0]) throw refusals.clientUnknown(['id']);
      const next = clientTransition(rows[0].status, status);
      const at = this.#now();
      const isSuspended = next === OrganizationStatus.SUSPENDED;
      const values = [clientId, next, isSuspended ? at : null, reason];
      const { rows: changed } = await execute<{ version: number }>(tx, SET_STATUS, values);
      const data = { client: clientId, version: changed[0]?.version ?? 0, at: at.toISOString() };
      await this.#outbox.add(tx, isSuspended ? clientSuspended : clientResumed, { data, requestId });
    });
    return clientId;
  }

  /** To a partner another's client and an unknown one are the same. */
  async #lockToRotate(tx: EntityManager, clientId: string, caller: Asked['caller']): Promise<void> {
    const { rows } = await execute<ClientRow>(tx, LOCK_CLIENT, [clientId]);
    if (rows[0] && mayRotate(caller, rows[0].organizationId)) return;
    throw mayManage(caller) ? refusals.clientUnknown() : refusals.mayNotRotate();
  }

  async #insert(tx: EntityManager, client: NewClient & { jwk: PublicKey }, { requestId }: Asked): Promise<string> {
    const { organizationId, name, jwk, requiresDpop } = client;
    type Row = { kind: OrganizationKind; status: OrganizationStatus; clients: number };
    const { rows } = await execute<Row>(tx, LOCK_ORGANIZATION, [organizationId]);
    const [organization] = rows;
    if (!organization) throw refusals.organizationUnknown(['input', 'organizationId']);
    if (organization.status === 'SUSPENDED') throw refusals.organizationSuspended();
    if (organization.clients >= CLIENTS) throw refusals.clientLimit(CLIENTS);
    const scopes = readScopes(organization.kind, client.scopes);
    // Made here: a name that a partner chose could be one that another has in its configuration.
    const id = `client-${uuidv7(this.#now().getTime())}`;
    touched('Client', id);
    await execute(tx, INSERT_CLIENT, [id, organizationId, name, scopes, requiresDpop, this.#now()]);
    await this.#addKey(tx, { clientId: id, key: jwk, path: ['input', 'jwk'] });
    const facts = { client: id, organization: organizationId, organizationKind: organization.kind };
    const keys = await this.#validKeys(tx, id);
    const data = { ...facts, name, scopes, requiresDpop, version: 1, keys };
    await this.#outbox.add(tx, clientRegistered, { data, requestId });
    return id;
  }

  async #addKey(
    tx: EntityManager,
    { clientId, key, path }: { clientId: string; key: PublicKey; path: readonly string[] },
  ): Promise<void> {
    const values = [clientId, key.kid, JSON.stringify(key), thumbprintOf(key), this.#now()];
    const { affected } = await execute(tx, INSERT_KEY, values);
    if (affected === 0) throw refusals.keyUsed(path);
  }

  async #validKeys(tx: EntityManager, clientId: string) {
    const { rows } = await execute<KeyRow>(tx, VALID_KEYS, [clientId, this.#now()]);
    return rows.map(asEventKey);
  }
}
