import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { run } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { type PublicKey, thumbprintOf } from '../../kit/public-key.ts';
import { queriesOver } from '../../kit/query.ts';
import { lockAllowance } from './allowance.lock.service.ts';
import {
  type Client,
  ClientEntity,
  type ClientKey,
  ClientKeyEntity,
  OrganizationEntity,
} from './organization.entity.ts';
import { clientRegistered, clientResumed, clientRotated, clientSuspended } from './organization.events.ts';
import { readScopes } from './organization.kind.ts';
import { mayActWithin, mayManage, mayRotate } from './organization.policy.ts';
import { refusals } from './organization.refusal.ts';
import type { OrganizationCall, OrganizationServiceOptions } from './organization.service.ts';
import { clientTransition, OrganizationStatus } from './organization.status.ts';
import { readName, readReason } from './organization.text.ts';
import { readPublicKey } from './public-key.ts';

export interface NewClient {
  organizationId: string;
  name: string;
  scopes: readonly string[];
  /** As it was sent. */
  jwk: unknown;
  requiresDpop: boolean;
}

interface Rotation extends OrganizationCall {
  jwk: unknown;
  overlapHours: number;
}

interface StatusChange {
  requestId: string;
  status: OrganizationStatus;
  reason: string | null;
}

export const MOST_CLIENTS = 50;
/** Keys that are valid at the same time. */
export const MOST_KEYS = 5;
export const MOST_OVERLAP_HOURS = 168;
const HOUR_MS = 3_600_000;

const { ACTIVE, SUSPENDED } = OrganizationStatus;
const lockMode = LockMode.PESSIMISTIC_WRITE;

const query = queriesOver(ClientEntity, ClientKeyEntity);

const COUNT = query<{ organizationId: string }>()('client-count', (db, values) =>
  db
    .selectFrom('client')
    .select(sql<number>`count(*)::int`.as('clients'))
    .where('organizationId', '=', values.organizationId),
);

// Not by the unit of work: a key that is known already is a refusal here, and would be an error at the flush.
const INSERT_KEY = query<Omit<ClientKey, 'validUntil'>>()('client-key-insert', (db, key) =>
  db
    .insertInto('client_key')
    .values({
      clientId: key.clientId,
      kid: key.kid,
      jwk: key.jwk,
      thumbprint: key.thumbprint,
      validFrom: key.validFrom,
      validUntil: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kid'),
);

const asEventKey = ({ jwk, validFrom, validUntil }: Pick<ClientKey, 'jwk' | 'validFrom' | 'validUntil'>) => ({
  jwk,
  validFrom: validFrom.toISOString(),
  validUntil: validUntil?.toISOString() ?? null,
});

/** Use cases of organisations' clients and their keys; each returns the client's id. */
export class ClientService {
  readonly #outbox: OrganizationServiceOptions['outbox'];
  readonly #now: OrganizationServiceOptions['now'];

  constructor({ outbox, now }: OrganizationServiceOptions) {
    this.#outbox = outbox;
    this.#now = now;
  }

  /**
   * @throws Refusal FORBIDDEN, NAME_MALFORMED, ORGANIZATION_UNKNOWN, ORGANIZATION_SUSPENDED, CLIENT_LIMIT_REACHED,
   * SCOPE_UNKNOWN, SCOPE_NOT_ALLOWED, SCOPE_BEYOND_ALLOWANCE, KEY_MALFORMED, PRIVATE_KEY_SENT, KEY_ALREADY_USED, IDEMPOTENCY_KEY_MALFORMED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async register(em: EntityManager, input: NewClient, call: OrganizationCall & { key: string }): Promise<string> {
    const { caller, requestId, key } = call;
    const isOwn = !mayManage(caller);
    if (isOwn && !mayActWithin(caller, input.organizationId)) throw refusals.mayNotRegister();
    const client = { ...input, name: readName(input.name), jwk: readPublicKey(input.jwk, ['input', 'jwk']) };
    if (!isUuid(input.organizationId)) throw refusals.organizationUnknown(['input', 'organizationId']);
    touched('Organization', input.organizationId);
    const keyed = { caller: caller.id ?? '', operation: 'registerClient', key, body: client };
    return em.transactional((tx) => once(tx, keyed, () => this.#insert(tx, { ...client, isOwn }, requestId)));
  }

  /**
   * Stops one client; its organisation's others go on.
   * @throws Refusal FORBIDDEN, REASON_MALFORMED, CLIENT_UNKNOWN, CLIENT_TRANSITION_ILLEGAL
   */
  async suspend(em: EntityManager, clientId: string, call: OrganizationCall & { reason: string }): Promise<string> {
    touched('Client', clientId.slice(0, 128));
    if (!mayManage(call.caller)) throw refusals.forbidden();
    const reason = readReason(call.reason);
    return this.#change(em, clientId, { requestId: call.requestId, status: SUSPENDED, reason });
  }

  /** @throws Refusal FORBIDDEN, CLIENT_UNKNOWN, CLIENT_TRANSITION_ILLEGAL */
  async resume(em: EntityManager, clientId: string, { caller, requestId }: OrganizationCall): Promise<string> {
    touched('Client', clientId.slice(0, 128));
    if (!mayManage(caller)) throw refusals.forbidden();
    return this.#change(em, clientId, { requestId, status: ACTIVE, reason: null });
  }

  /**
   * Adds a key, valid from now on; the former ones end after the overlap. Once more with the same key changes nothing.
   * @throws Refusal FORBIDDEN, OVERLAP_OUT_OF_RANGE, KEY_MALFORMED, PRIVATE_KEY_SENT, CLIENT_UNKNOWN, KEY_LIMIT_REACHED,
   * KEY_ALREADY_USED
   */
  async rotate(em: EntityManager, clientId: string, rotation: Rotation): Promise<string> {
    const { caller, overlapHours } = rotation;
    touched('Client', clientId.slice(0, 128));
    if (!mayManage(caller) && !caller.can('client:rotate')) throw refusals.mayNotRotate();
    if (overlapHours < 0 || overlapHours > MOST_OVERLAP_HOURS) throw refusals.overlap(MOST_OVERLAP_HOURS);
    const key = readPublicKey(rotation.jwk, ['jwk']);
    await em.transactional(async (tx) =>
      this.#rotate(tx, await lockToRotate(tx, clientId, caller), { ...rotation, key }),
    );
    return clientId;
  }

  async #rotate(
    tx: EntityManager,
    client: Client,
    { key, overlapHours, requestId }: Rotation & { key: PublicKey },
  ): Promise<void> {
    const now = this.#now();
    const isValid = { $or: [{ validUntil: null }, { validUntil: { $gt: now } }] };
    const orderBy = { validFrom: 'asc', kid: 'asc' } as const;
    const keys = await tx.find(ClientKeyEntity, { clientId: client.id, ...isValid }, { orderBy });
    const thumbprint = thumbprintOf(key);
    if (keys.some((each) => each.kid === key.kid && each.thumbprint === thumbprint && each.validUntil === null)) return;
    const end = new Date(now.getTime() + overlapHours * HOUR_MS);
    for (const each of keys) {
      if (each.validUntil === null || each.validUntil > end) each.validUntil = end;
    }
    const added = await addKey(tx, { clientId: client.id, jwk: key, now, path: ['jwk'] });
    const valid = [...keys.filter(({ validUntil }) => validUntil === null || validUntil > now), added];
    if (valid.length > MOST_KEYS) throw refusals.keyLimit(MOST_KEYS);
    client.version += 1;
    const isRevoking = overlapHours === 0;
    const data = { client: client.id, version: client.version, keys: valid.map(asEventKey), isRevoking };
    await this.#outbox.add(tx, clientRotated, { data, requestId });
  }

  async #change(em: EntityManager, clientId: string, { requestId, status, reason }: StatusChange): Promise<string> {
    return em.transactional(async (tx) => {
      const client = await tx.findOne(ClientEntity, clientId, { lockMode });
      if (!client) throw refusals.clientUnknown(['id']);
      const now = this.#now();
      client.status = clientTransition(client.status, status);
      client.suspendedAt = status === SUSPENDED ? now : null;
      client.suspensionReason = reason;
      client.version += 1;
      const definition = status === SUSPENDED ? clientSuspended : clientResumed;
      const data = { client: clientId, version: client.version, at: now.toISOString() };
      await this.#outbox.add(tx, definition, { data, requestId });
      return clientId;
    });
  }

  async #insert(
    tx: EntityManager,
    input: NewClient & { jwk: PublicKey; isOwn: boolean },
    requestId: string,
  ): Promise<string> {
    const { organizationId, name, jwk, requiresDpop } = input;
    // With the lock a suspension and a registration come one after the other.
    const organization = await tx.findOne(OrganizationEntity, organizationId, { lockMode });
    if (!organization) throw refusals.organizationUnknown(['input', 'organizationId']);
    if (organization.status === SUSPENDED) throw refusals.organizationSuspended();
    const scopes = readScopes(organization.kind, input.scopes);
    const most = input.isOwn ? await mostWithin(tx, organizationId, scopes) : MOST_CLIENTS;
    const [counted] = await run(tx, COUNT, { organizationId });
    if ((counted?.clients ?? 0) >= most) throw refusals.clientLimit(most);
    const now = this.#now();
    // Made here: a name that a partner chose could be one that another has in its configuration.
    const id = `client-${uuidv7(now.getTime())}`;
    touched('Client', id);
    const client = tx.create(ClientEntity, { id, organizationId, name, scopes, requiresDpop, createdAt: now });
    await tx.flush();
    const key = await addKey(tx, { clientId: id, jwk, now, path: ['input', 'jwk'] });
    const data = {
      client: id,
      organization: organizationId,
      organizationKind: organization.kind,
      name,
      scopes,
      requiresDpop,
      version: client.version,
      keys: [asEventKey(key)],
    };
    await this.#outbox.add(tx, clientRegistered, { data, requestId });
    return id;
  }
}

/** Returns how many clients the organisation may have by its own hand. @throws Refusal SCOPE_BEYOND_ALLOWANCE */
const mostWithin = async (tx: EntityManager, organizationId: string, scopes: readonly string[]): Promise<number> => {
  const allowance = await lockAllowance(tx, organizationId);
  const beyond = scopes.find((scope) => !allowance?.scopes.includes(scope));
  if (beyond !== undefined) throw refusals.beyondAllowance(beyond);
  return allowance?.mostClients ?? 0;
};

/** Locks a client whose key the caller may change. To a partner another's client and an unknown one are the same. */
const lockToRotate = async (tx: EntityManager, clientId: string, caller: Caller): Promise<Client> => {
  const client = await tx.findOne(ClientEntity, clientId, { lockMode });
  if (client && mayRotate(caller, client.organizationId)) return client;
  throw mayManage(caller) ? refusals.clientUnknown() : refusals.mayNotRotate();
};

interface NewKey {
  clientId: string;
  jwk: PublicKey;
  now: Date;
  path: readonly string[];
}

/** Adds a key that is valid from `now` on. @throws Refusal KEY_ALREADY_USED */
const addKey = async (tx: EntityManager, { clientId, jwk, now, path }: NewKey) => {
  const key = { clientId, kid: jwk.kid, jwk, thumbprint: thumbprintOf(jwk), validFrom: now };
  const added = await run(tx, INSERT_KEY, key);
  if (added.length === 0) throw refusals.keyUsed(path);
  return { ...key, validUntil: null };
};
