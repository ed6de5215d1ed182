import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import type { Publishers } from '../ownership/index.ts';
import type { Break, JudgeService } from '../revision/index.ts';
import { GrantEntity, type GrantRow } from './grant.entity.ts';
import { isParty, mayDecide, mayRequest } from './grant.policy.ts';
import { type Allowance, dayOf, isNamed, readAllowance, readReason } from './grant.reading.ts';
import { refusals } from './grant.refusal.ts';
import { GrantStatus, transition } from './grant.status.ts';

export interface NewGrant extends Allowance {
  owner: string;
  grantee?: string | null;
  from: string;
}

const DAY_MS = 86_400_000;
/** Days in which who uses a grant can do without. */
export const NOTICE_DAYS = 30;
const MOST_DAYS = 366;

/** Use cases of what owners let others do; each returns the id of the grant. */
export class GrantService {
  readonly #acting: Publishers;
  readonly #judge: JudgeService;
  readonly #now: () => Date;

  constructor({ acting, judge, now }: { acting: Publishers; judge: JudgeService; now: () => Date }) {
    this.#acting = acting;
    this.#judge = judge;
    this.#now = now;
  }

  /**
   * @throws Refusal FORBIDDEN, GRANT_OWNER_INVALID, GRANT_ELEMENT_MALFORMED, GRANT_PERMISSIONS_REPEATED,
   * GRANT_FIELDS_MALFORMED, GRANT_TERMS_INVALID, GRANT_DATES_INVALID, REASON_MALFORMED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async request(em: EntityManager, input: NewGrant, { caller, key }: { caller: Caller; key: string }): Promise<string> {
    if (!mayRequest(caller)) throw refusals.mayNotRequest();
    const grantee = input.grantee ?? caller.org;
    if (!this.#acting.isFor(caller, grantee)) throw refusals.mayNotRequest();
    const row = { ...this.#read(input, grantee), requestedBy: caller.id };
    const keyed = { caller: caller.id, operation: 'requestGrant', key, body: input };
    return em.transactional((tx) =>
      once(tx, keyed, async () => {
        const now = this.#now();
        const id = uuidv7(now.getTime());
        touched('Grant', id);
        tx.create(GrantEntity, { ...UNDECIDED, ...row, id, requestedAt: now });
        await tx.flush();
        return id;
      }),
    );
  }

  /**
   * One person of the owner's accepts, another one grants; one alone refuses, or the asker withdraws.
   * @throws Refusal FORBIDDEN, REASON_MALFORMED, GRANT_UNKNOWN, SAME_PERSON, GRANT_TRANSITION_ILLEGAL
   */
  async decide(em: EntityManager, id: string, call: { caller: Caller; isGranted: boolean }): Promise<string> {
    const { caller, isGranted } = call;
    if (!mayDecide(caller)) throw refusals.mayNotDecide();
    return this.#change(em, { id, caller }, (row) => {
      if (!this.#acting.isFor(caller, row.owner)) return this.#withdraw(row, caller.id, isGranted);
      const granted = row.status === GrantStatus.ACCEPTED ? GrantStatus.GRANTED : GrantStatus.ACCEPTED;
      row.status = transition(row.status, isGranted ? granted : GrantStatus.REFUSED);
      row.decidedAt = this.#now();
      if (!isGranted) row.endedBy = caller.id;
      else if ([row.requestedBy, row.acceptedBy].includes(caller.id)) throw refusals.samePerson();
      else if (granted === GrantStatus.GRANTED) row.grantedBy = caller.id;
      else row.acceptedBy = caller.id;
    });
  }

  /**
   * Ends a grant on a day, and says who would be refused then without it.
   * @throws Refusal FORBIDDEN, REASON_MALFORMED, DEADLINE_INVALID, GRANT_UNKNOWN, GRANT_TRANSITION_ILLEGAL
   */
  async revoke(
    em: EntityManager,
    id: string,
    { caller, reason, endsOn }: { caller: Caller; reason: string; endsOn?: string | null | undefined },
  ): Promise<{ id: string; breaks: Break[] }> {
    if (!mayDecide(caller)) throw refusals.mayNotDecide();
    const endReason = readReason(reason, ['reason']);
    const now = this.#now();
    const day = endsOn ?? dayOf(new Date(now.getTime() + NOTICE_DAYS * DAY_MS));
    if (day < dayOf(now) || day > dayOf(new Date(now.getTime() + MOST_DAYS * DAY_MS))) throw refusals.endsOn();
    let grantee = '';
    await this.#change(em, { id, caller }, (row) => {
      if (!this.#acting.isFor(caller, row.owner)) throw refusals.unknown();
      row.status = transition(row.status, GrantStatus.REVOKED);
      grantee = row.grantee;
      Object.assign(row, { endsOn: day, endedBy: caller.id, endReason });
    });
    return { id, breaks: await this.#judge.breaksWithout({ id, grantee }, new Date(`${day}T00:00:00Z`)) };
  }

  #read(input: NewGrant, grantee: string) {
    const { owner, from } = input;
    if (!isNamed(owner, 128) || owner === grantee) throw refusals.owner();
    if (from < dayOf(this.#now())) throw refusals.until();
    return { owner, grantee, fromDay: from, ...readAllowance(input, from) };
  }

  #withdraw(row: GrantRow, by: string, isGranted: boolean): void {
    if (isGranted) throw refusals.unknown();
    row.status = transition(row.status, GrantStatus.WITHDRAWN);
    row.endedBy = by;
  }

  async #change(
    em: EntityManager,
    { id, caller }: { id: string; caller: Caller },
    change: (row: GrantRow) => void,
  ): Promise<string> {
    touched('Grant', id.slice(0, 128));
    await em.transactional(async (tx) => {
      const row = isUuid(id) ? await tx.findOne(GrantEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
      if (!row || !isParty(caller, row, this.#acting)) throw refusals.unknown();
      change(row);
    });
    return id;
  }
}

/** What a request does not have yet. */
const UNDECIDED = {
  acceptedBy: null,
  grantedBy: null,
  decidedAt: null,
  endedBy: null,
  endReason: null,
  endsOn: null,
  offerId: null,
};
