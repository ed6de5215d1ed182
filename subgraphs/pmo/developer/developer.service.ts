import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { run } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import { queriesOver } from '../../kit/query.ts';
import { typedEmail } from '../../kit/typed-contact.ts';
import { isUntypable } from '../../kit/typed-text.ts';
import { type Allowance, lockAllowance, OrganizationStatus, readScopes } from '../organization/index.ts';
import { DeveloperEntity } from './developer.entity.ts';
import { developerInvited, developerLeft } from './developer.events.ts';
import { mayManage, mayManageAll } from './developer.policy.ts';
import { refusals } from './developer.refusal.ts';
import { DeveloperStatus, transition } from './developer.status.ts';
import { newInvitationSecret, proofOf } from './invitation.ts';

export interface NewDeveloper {
  organizationId?: string | null | undefined;
  email: string;
  label: string;
  scopes: readonly string[];
}

export interface DeveloperCall {
  caller: Caller;
  requestId: string;
}

/** Days in which an invitation can be used. */
export const INVITED_DAYS = 7;
const DAY_MS = 86_400_000;
/** Developers that an organisation has at most, whoever invites. */
export const MOST_IN_ALL = 500;

const query = queriesOver(DeveloperEntity);

// An invitation that ran out may have been used: who it is about counts until removed.
const COUNT = query<{ organizationId: string }>()('developer-count', (db, values) =>
  db
    .selectFrom('developer')
    .select(sql<number>`count(*)::int`.as('developers'))
    .where('organizationId', '=', values.organizationId)
    .where('status', '=', DeveloperStatus.INVITED),
);

const readLabel = (given: string): string => {
  const label = given.trim();
  if (label.length < 1 || label.length > 100 || isUntypable(label)) throw refusals.label();
  return label;
};

/** Use cases of an organisation's people. */
export class DeveloperService {
  readonly #outbox: Outbox;
  readonly #now: () => Date;

  constructor({ outbox, now }: { outbox: Outbox; now: () => Date }) {
    this.#outbox = outbox;
    this.#now = now;
  }

  /**
   * Invites somebody: by a link that is good once, for one address and for seven days.
   * @returns the developer's id and the secret of the link, which is kept nowhere
   * @throws Refusal FORBIDDEN, EMAIL_MALFORMED, LABEL_MALFORMED, SCOPE_MISSING, ORGANIZATION_UNKNOWN,
   * ORGANIZATION_SUSPENDED, SCOPE_UNKNOWN, SCOPE_NOT_ALLOWED, SCOPE_BEYOND_ALLOWANCE, DEVELOPER_LIMIT_REACHED
   */
  async invite(em: EntityManager, input: NewDeveloper, call: DeveloperCall): Promise<{ id: string; secret: string }> {
    const { caller } = call;
    const organizationId = input.organizationId ?? caller.org ?? '';
    if (!mayManage(caller, organizationId)) throw refusals.mayNotManage();
    touched('Organization', organizationId.slice(0, 128));
    const email = typedEmail(input.email);
    if (email === null) throw refusals.email();
    const label = readLabel(input.label);
    if (input.scopes.length === 0) throw refusals.noScope();
    const now = this.#now();
    const id = uuidv7(now.getTime());
    const secret = newInvitationSecret();
    await em.transactional(async (tx) => {
      const allowance = await lockAllowance(tx, organizationId);
      if (!allowance) throw refusals.organizationUnknown();
      const scopes = await this.#allowed(tx, allowance, { ...input, isOfficer: mayManageAll(caller) });
      touched('Developer', id);
      const invitedUntil = new Date(now.getTime() + INVITED_DAYS * DAY_MS);
      const facts = { id, organizationId, label, scopes, invitedBy: caller.id ?? '', invitedAt: now, invitedUntil };
      tx.create(DeveloperEntity, { ...facts, leftAt: null, removedBy: null });
      await tx.flush();
      const data = {
        developer: id,
        organization: organizationId,
        organizationKind: allowance.kind,
        scopes,
        ...proofOf(secret, email),
        until: invitedUntil.toISOString(),
      };
      await this.#outbox.add(tx, developerInvited, { data, requestId: call.requestId });
    });
    return { id, secret };
  }

  /**
   * Ends what somebody may do for the organisation, at once; also an invitation that was not used.
   * @throws Refusal FORBIDDEN, DEVELOPER_UNKNOWN, DEVELOPER_TRANSITION_ILLEGAL
   */
  async remove(em: EntityManager, id: string, { caller, requestId }: DeveloperCall): Promise<string> {
    if (!mayManageAll(caller) && !caller.can('developer:manage')) throw refusals.mayNotManage();
    touched('Developer', id.slice(0, 128));
    await em.transactional(async (tx) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const row = isUuid(id) ? await tx.findOne(DeveloperEntity, id, { lockMode }) : null;
      // To others another's developer and an unknown one are the same.
      if (!row || !mayManage(caller, row.organizationId)) throw refusals.unknown();
      row.status = transition(row.status, DeveloperStatus.LEFT);
      row.leftAt = this.#now();
      row.removedBy = caller.id ?? '';
      const data = { developer: id, at: row.leftAt.toISOString() };
      await this.#outbox.add(tx, developerLeft, { data, requestId });
    });
    return id;
  }

  async #allowed(
    tx: EntityManager,
    allowance: Allowance,
    { scopes: wanted, isOfficer }: { scopes: readonly string[]; isOfficer: boolean },
  ): Promise<string[]> {
    if (allowance.status === OrganizationStatus.SUSPENDED) throw refusals.organizationSuspended();
    const scopes = readScopes(allowance.kind, wanted);
    const beyond = isOfficer ? undefined : scopes.find((scope) => !allowance.scopes.includes(scope));
    if (beyond !== undefined) throw refusals.beyondAllowance(beyond);
    const [counted] = await run(tx, COUNT, { organizationId: allowance.organizationId });
    const most = isOfficer ? MOST_IN_ALL : allowance.mostDevelopers;
    if ((counted?.developers ?? 0) >= most) throw refusals.limit(most);
    return scopes;
  }
}
