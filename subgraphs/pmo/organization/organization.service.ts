import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { typedLine, typedWithin } from '../../kit/typed-text.ts';
import { organizationResumed, organizationSuspended } from './organization.events.ts';
import type { OrganizationKind } from './organization.kind.ts';
import { mayManage } from './organization.policy.ts';
import { refusals } from './organization.refusal.ts';
import { OrganizationStatus, transition } from './organization.status.ts';

/** Who asks, in which request. */
export interface Asked {
  caller: Caller;
  requestId: string;
}

export interface NewOrganization {
  name: string;
  kind: `${OrganizationKind}`;
}

export interface OrganizationServiceOptions {
  outbox: Outbox;
  now: () => Date;
}

const INSERT = 'insert into organization (id, name, kind, created_at) values ($1, $2, $3, $4)';

const LOCK = 'select status from organization where id = $1 for no key update';

const SET_STATUS = `update organization
  set status = $2, suspended_at = $3, suspension_reason = $4, version = version + 1 where id = $1 returning version`;

/** @throws Refusal NAME_MALFORMED */
export const readName = (text: string): string => {
  const name = typedWithin(text, { most: 200, read: typedLine });
  if (name === null) throw refusals.name();
  return name;
};

/** @throws Refusal REASON_MALFORMED */
export const readReason = (text: string): string => {
  const reason = typedWithin(text, { least: 3, most: 500 });
  if (reason === null) throw refusals.reason();
  return reason;
};

/** Use cases of organisations; each answers the organisation's id. */
export class OrganizationService {
  readonly #outbox: Outbox;
  readonly #now: () => Date;

  constructor({ outbox, now }: OrganizationServiceOptions) {
    this.#outbox = outbox;
    this.#now = now;
  }

  /** @throws Refusal FORBIDDEN, NAME_MALFORMED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED */
  async register(em: EntityManager, input: NewOrganization, { caller, key }: Asked & { key: string }): Promise<string> {
    if (!mayManage(caller)) throw refusals.forbidden();
    const { name, kind } = { ...input, name: readName(input.name) };
    const call = { caller: caller.id ?? '', operation: 'registerOrganization', key, body: { name, kind } };
    const id = await em.transactional((tx) =>
      once(tx, call, async () => {
        const made = uuidv7(this.#now().getTime());
        touched('Organization', made);
        await execute(tx, INSERT, [made, name, kind, this.#now()]);
        return made;
      }),
    );
    return id;
  }

  /** @throws Refusal FORBIDDEN, REASON_MALFORMED, OWN_ORGANIZATION, ORGANIZATION_UNKNOWN, ORGANIZATION_TRANSITION_ILLEGAL */
  async suspend(em: EntityManager, id: string, asked: Asked & { reason: string }): Promise<string> {
    touched('Organization', id);
    if (!mayManage(asked.caller)) throw refusals.forbidden();
    const reason = readReason(asked.reason);
    if (id === asked.caller.org) throw refusals.ownOrganization();
    return this.#change(em, id, { ...asked, status: OrganizationStatus.SUSPENDED, reason });
  }

  /** @throws Refusal FORBIDDEN, ORGANIZATION_UNKNOWN, ORGANIZATION_TRANSITION_ILLEGAL */
  async resume(em: EntityManager, id: string, asked: Asked): Promise<string> {
    return this.#change(em, id, { ...asked, status: OrganizationStatus.ACTIVE, reason: null });
  }

  async #change(
    em: EntityManager,
    id: string,
    { caller, requestId, status, reason }: Asked & { status: OrganizationStatus; reason: string | null },
  ): Promise<string> {
    touched('Organization', id);
    if (!mayManage(caller)) throw refusals.forbidden();
    if (!isUuid(id)) throw refusals.organizationUnknown(['id']);
    await em.transactional(async (tx) => {
      const { rows } = await execute<{ status: OrganizationStatus }>(tx, LOCK, [id]);
      if (!rows[0]) throw refusals.organizationUnknown(['id']);
      const next = transition(rows[0].status, status);
      const at = this.#now();
      const isSuspended = next === OrganizationStatus.SUSPENDED;
      const changed = await execute<{ version: number }>(tx, SET_STATUS, [id, next, isSuspended ? at : null, reason]);
      const definition = isSuspended ? organizationSuspended : organizationResumed;
      const data = { organization: id, version: changed.rows[0]?.version ?? 0, at: at.toISOString() };
      await this.#outbox.add(tx, definition, { data, requestId });
    });
    return id;
  }
}
