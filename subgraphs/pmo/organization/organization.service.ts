import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { OrganizationEntity } from './organization.entity.ts';
import { organizationRegistered, organizationResumed, organizationSuspended } from './organization.events.ts';
import type { OrganizationKind } from './organization.kind.ts';
import { mayManage } from './organization.policy.ts';
import { refusals } from './organization.refusal.ts';
import { OrganizationStatus, transition } from './organization.status.ts';
import { readName, readReason } from './organization.text.ts';

/** Who calls, in which request. */
export interface OrganizationCall {
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

const { ACTIVE, SUSPENDED } = OrganizationStatus;

/** Use cases of organisations; each returns the organisation's id. */
export class OrganizationService {
  readonly #outbox: Outbox;
  readonly #now: () => Date;

  constructor({ outbox, now }: OrganizationServiceOptions) {
    this.#outbox = outbox;
    this.#now = now;
  }

  /** @throws Refusal FORBIDDEN, NAME_MALFORMED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED */
  async register(
    em: EntityManager,
    input: NewOrganization,
    { caller, key, requestId }: OrganizationCall & { key: string },
  ): Promise<string> {
    if (!mayManage(caller)) throw refusals.forbidden();
    const body = { name: readName(input.name), kind: input.kind };
    const call = { caller: caller.id ?? '', operation: 'registerOrganization', key, body };
    return em.transactional((tx) =>
      once(tx, call, async () => {
        const createdAt = this.#now();
        const id = uuidv7(createdAt.getTime());
        touched('Organization', id);
        const kind = body.kind as OrganizationKind;
        tx.create(OrganizationEntity, { id, name: body.name, kind, createdAt, isTold: true });
        const data = { organization: id, kind, name: body.name, version: 1, at: createdAt.toISOString() };
        await this.#outbox.add(tx, organizationRegistered, { data, requestId });
        return id;
      }),
    );
  }

  /** @throws Refusal FORBIDDEN, REASON_MALFORMED, OWN_ORGANIZATION, ORGANIZATION_UNKNOWN, ORGANIZATION_TRANSITION_ILLEGAL */
  async suspend(em: EntityManager, id: string, call: OrganizationCall & { reason: string }): Promise<string> {
    touched('Organization', id);
    if (!mayManage(call.caller)) throw refusals.forbidden();
    const reason = readReason(call.reason);
    if (id === call.caller.org) throw refusals.ownOrganization();
    return this.#change(em, id, { requestId: call.requestId, status: SUSPENDED, reason });
  }

  /** @throws Refusal FORBIDDEN, ORGANIZATION_UNKNOWN, ORGANIZATION_TRANSITION_ILLEGAL */
  async resume(em: EntityManager, id: string, { caller, requestId }: OrganizationCall): Promise<string> {
    touched('Organization', id);
    if (!mayManage(caller)) throw refusals.forbidden();
    return this.#change(em, id, { requestId, status: ACTIVE, reason: null });
  }

  async #change(
    em: EntityManager,
    id: string,
    { requestId, status, reason }: { requestId: string; status: OrganizationStatus; reason: string | null },
  ): Promise<string> {
    if (!isUuid(id)) throw refusals.organizationUnknown(['id']);
    return em.transactional(async (tx) => {
      const organization = await tx.findOne(OrganizationEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!organization) throw refusals.organizationUnknown(['id']);
      const now = this.#now();
      organization.status = transition(organization.status, status);
      organization.suspendedAt = status === SUSPENDED ? now : null;
      organization.suspensionReason = reason;
      organization.version += 1;
      const definition = status === SUSPENDED ? organizationSuspended : organizationResumed;
      const data = { organization: id, version: organization.version, at: now.toISOString() };
      await this.#outbox.add(tx, definition, { data, requestId });
      return id;
    });
  }
}
