import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { facts } from '../../kit/fact.catalogue.ts';
import type { Tell } from '../../kit/facts.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { newSecret, placeOf } from './secret.ts';
import type { Targets } from './target.ts';
import { type Webhook, WebhookEntity } from './webhook.entity.ts';
import { mayManage } from './webhook.policy.ts';
import { refusals } from './webhook.refusal.ts';
import { ADD_SECRET, COUNT, END_SECRETS, HEAD, LIVE_SECRETS, ORGANIZATION } from './webhook.statement.ts';
import { transition, WebhookPause, WebhookStatus } from './webhook.status.ts';

export interface NewWebhook {
  url: string;
  types?: readonly string[] | null;
}

export interface WebhookCall {
  caller: Caller;
  requestId: string;
}

/** A webhook, and the secret that the call has made. */
export interface SecretAnswer {
  id: string;
  secretId: string;
}

export interface WebhookServiceOptions {
  vault: Vault;
  targets: Targets;
  tell: Tell;
  now: () => Date;
}

export const MOST_WEBHOOKS = 20;
export const MOST_TYPES = 50;
export const MOST_SECRETS = 3;
const OVERLAP_MS = 86_400_000;

const { ACTIVE, PAUSED, REMOVED } = WebhookStatus;

export const forbidden = () => notAllowed({ scopes: ['webhook:manage'] });

/** Reads types of events. @throws Refusal WEBHOOK_TYPES_OUT_OF_RANGE, WEBHOOK_TYPE_UNKNOWN */
export const readTypes = (types: readonly string[] | null | undefined): string[] | null => {
  if (types === null || types === undefined) return null;
  if (types.length < 1 || types.length > MOST_TYPES) throw refusals.types(MOST_TYPES);
  const unknown = types.find((type) => !Object.hasOwn(facts, type));
  if (unknown !== undefined) throw refusals.typeUnknown(unknown.slice(0, 64));
  return [...new Set(types)].sort();
};

/** Registers and changes the webhooks of the caller's organisation; each returns the webhook's id. */
export class WebhookService {
  readonly #options: WebhookServiceOptions;

  constructor(options: WebhookServiceOptions) {
    this.#options = options;
  }

  /**
   * @throws Refusal FORBIDDEN, WEBHOOK_URL_MALFORMED, WEBHOOK_NAME_UNKNOWN, WEBHOOK_ADDRESS_FORBIDDEN,
   * WEBHOOK_TYPES_OUT_OF_RANGE, WEBHOOK_TYPE_UNKNOWN, WEBHOOK_ORGANIZATION_UNKNOWN, WEBHOOK_LIMIT_REACHED,
   * IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async register(em: EntityManager, input: NewWebhook, call: WebhookCall & { key: string }): Promise<SecretAnswer> {
    const { caller, key } = call;
    if (!mayManage(caller)) throw forbidden();
    const body = { types: readTypes(input.types), url: await this.#options.targets.read(input.url) };
    const keyed = { caller: caller.id ?? '', operation: 'registerWebhook', key, body };
    return em.transactional((tx) => once(tx, keyed, () => this.#insert(tx, body, caller.org)));
  }

  /**
   * Changes where events go, and which.
   * @throws Refusal FORBIDDEN, WEBHOOK_UNKNOWN, and those of the URL and the types
   */
  async update(em: EntityManager, id: string, input: NewWebhook & WebhookCall): Promise<string> {
    if (!mayManage(input.caller)) throw forbidden();
    const types = readTypes(input.types);
    const url = await this.#options.targets.read(input.url);
    return this.#change(em, id, input.caller, async (webhook) => {
      Object.assign(webhook, { url, types, ...this.#fresh() });
    });
  }

  /** @throws Refusal FORBIDDEN, WEBHOOK_UNKNOWN, WEBHOOK_TRANSITION_ILLEGAL */
  pauseOwn(em: EntityManager, id: string, { caller }: WebhookCall): Promise<string> {
    return this.#change(em, id, caller, async (webhook) => {
      webhook.status = transition(webhook.status, PAUSED);
      webhook.pausedBecause = WebhookPause.OWNER;
    });
  }

  /**
   * Lets a webhook go on, behind the event of a number where one is named.
   * @throws Refusal FORBIDDEN, WEBHOOK_UNKNOWN, WEBHOOK_TRANSITION_ILLEGAL, WEBHOOK_SEQUENCE_OUT_OF_RANGE
   */
  resume(em: EntityManager, id: string, call: WebhookCall & { afterSequence: number | null }): Promise<string> {
    const { caller, afterSequence } = call;
    return this.#change(em, id, caller, async (webhook, tx) => {
      webhook.status = transition(webhook.status, ACTIVE);
      const head = await headOf(tx, webhook.organizationId);
      if (afterSequence !== null && (afterSequence < 0 || BigInt(afterSequence) > head)) throw refusals.sequence();
      const position = afterSequence === null ? webhook.position : BigInt(afterSequence);
      Object.assign(webhook, { position, pausedBecause: null, ...this.#fresh() });
    });
  }

  /** @throws Refusal FORBIDDEN, WEBHOOK_UNKNOWN */
  remove(em: EntityManager, id: string, { caller }: WebhookCall): Promise<string> {
    return this.#change(em, id, caller, async (webhook, tx) => {
      webhook.status = transition(webhook.status, REMOVED);
      webhook.pausedBecause = null;
      await execute(tx, END_SECRETS, [webhook.id, this.#options.now()]);
    });
  }

  /**
   * Gives a webhook another secret; the former one signs for a day beside it.
   * @throws Refusal FORBIDDEN, WEBHOOK_UNKNOWN, WEBHOOK_SECRET_LIMIT_REACHED, IDEMPOTENCY_KEY_MALFORMED,
   * IDEMPOTENCY_KEY_REUSED
   */
  async rotate(em: EntityManager, id: string, call: WebhookCall & { key: string }): Promise<SecretAnswer> {
    const { caller, key } = call;
    if (!mayManage(caller)) throw forbidden();
    const keyed = { caller: caller.id ?? '', operation: 'rotateWebhookSecret', key, body: { id } };
    return em.transactional((tx) =>
      once(tx, keyed, async () => {
        const webhook = await ownOne(tx, id, caller.org);
        const now = this.#options.now();
        const live = (await execute<{ live: number }>(tx, LIVE_SECRETS, [webhook.id, now])).rows[0]?.live ?? 0;
        if (live >= MOST_SECRETS) throw refusals.secretLimit(MOST_SECRETS);
        await execute(tx, END_SECRETS, [webhook.id, new Date(now.getTime() + OVERLAP_MS)]);
        return { id: webhook.id, secretId: await this.#addSecret(tx, webhook) };
      }),
    );
  }

  /** Asks for an event that this webhook alone gets. @throws Refusal FORBIDDEN, WEBHOOK_UNKNOWN */
  test(em: EntityManager, webhookId: string, { caller, requestId }: WebhookCall): Promise<string> {
    return this.#change(em, webhookId, caller, async ({ id, organizationId: organization }, tx) => {
      const fact = { organization, type: 'test.sent', subject: id, data: { webhook: id } } as const;
      await this.#options.tell(tx, fact, requestId);
    });
  }

  /** Pauses a webhook that is active, for what its answers say, and tells its organisation. */
  async pause(em: EntityManager, id: string, because: WebhookPause.FAILING | WebhookPause.GONE): Promise<void> {
    await em.transactional(async (tx) => {
      const webhook = await tx.findOne(WebhookEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (webhook?.status !== ACTIVE) return;
      webhook.status = transition(webhook.status, PAUSED);
      webhook.pausedBecause = because;
      const data = { webhook: id, reason: because };
      const fact = { organization: webhook.organizationId, type: 'webhook.paused', subject: id, data } as const;
      await this.#options.tell(tx, fact, 'webhook-dispatcher');
    });
  }

  async #insert(tx: EntityManager, { url, types }: NewWebhook, organizationId: string): Promise<SecretAnswer> {
    const known = isUuid(organizationId) && (await execute(tx, ORGANIZATION, [organizationId])).rows.length > 0;
    if (!known) throw refusals.organizationUnknown();
    const [row] = (await execute<{ webhooks: number }>(tx, COUNT, [organizationId])).rows;
    if ((row?.webhooks ?? 0) >= MOST_WEBHOOKS) throw refusals.limit(MOST_WEBHOOKS);
    const now = this.#options.now();
    const id = uuidv7(now.getTime());
    touched('Webhook', id);
    const position = await headOf(tx, organizationId);
    const webhook = { id, organizationId, url, types: types ? [...types] : null, status: ACTIVE, position };
    tx.create(WebhookEntity, { ...webhook, pausedBecause: null, turnAt: now, createdAt: now, ...this.#fresh() });
    await tx.flush();
    return { id, secretId: await this.#addSecret(tx, { id, organizationId }) };
  }

  async #addSecret(tx: EntityManager, { id, organizationId }: Pick<Webhook, 'id' | 'organizationId'>): Promise<string> {
    const { vault, now } = this.#options;
    const secretId = uuidv7(now().getTime());
    const [sealed] = await vault.seal(tx, [{ ...placeOf(organizationId, secretId), value: newSecret() }]);
    await execute(tx, ADD_SECRET, [secretId, id, sealed, now()]);
    return secretId;
  }

  #fresh() {
    return { failures: 0, failingSince: null, isSlow: false, dueAt: this.#options.now() };
  }

  async #change(
    em: EntityManager,
    id: string,
    ...[caller, change]: [Caller, (webhook: Webhook, tx: EntityManager) => Promise<void>]
  ): Promise<string> {
    if (!mayManage(caller)) throw forbidden();
    return em.transactional(async (tx) => {
      const webhook = await ownOne(tx, id, caller.org);
      await change(webhook, tx);
      return webhook.id;
    });
  }
}

const headOf = async (tx: EntityManager, organizationId: string): Promise<bigint> => {
  const [row] = (await execute<{ head: bigint | string }>(tx, HEAD, [organizationId])).rows;
  return BigInt(row?.head ?? 0);
};

/** Returns a webhook of this organisation, locked. @throws Refusal WEBHOOK_UNKNOWN */
export const ownOne = async (tx: EntityManager, id: string, organizationId: string): Promise<Webhook> => {
  touched('Webhook', id.slice(0, 36));
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const own = { id, organizationId, status: { $ne: REMOVED } };
  const webhook = isUuid(id) && isUuid(organizationId) ? await tx.findOne(WebhookEntity, own, { lockMode }) : null;
  if (!webhook) throw refusals.unknown();
  return webhook;
};
