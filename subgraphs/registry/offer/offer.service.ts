import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Owners } from '../../../schema/registry/owners.ts';
import { remembered } from '../../../schema/registry/remembered.ts';
import { readPart } from '../../../schema/registry/sdl/part.ts';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import type { Database } from '../../kit/database.ts';
import { once } from '../../kit/idempotency.ts';
import { isUuid, uuidv7 } from '../../kit/ids.ts';
import {
  type Allowance,
  addAccepted,
  dayOf,
  findAccepted,
  mayDecide,
  mayReadAll,
  mayRequest,
  readAllowance,
  readReason,
  refusals,
} from '../grant/index.ts';
import { kindOf } from '../organization/index.ts';
import { organizationOf, type Publishers, type PublishingNames, readOwnership } from '../ownership/index.ts';
import { readLive } from '../revision/index.ts';
import { OfferEntity, type OfferRow } from './offer.entity.ts';
import type { OfferReader } from './offer.loader.ts';
import { isOwned } from './offer.owner.ts';
import { offerRefusals } from './offer.refusal.ts';
import { OfferStatus, transition } from './offer.status.ts';

export interface NewOffer extends Allowance {
  owner?: string | null;
  kinds?: readonly string[] | null;
  organizations?: readonly string[] | null;
}

interface OfferOptions {
  database: Database;
  acting: Publishers;
  names: PublishingNames;
  steward: string;
  now: () => Date;
}

const readAudience = ({ kinds, organizations }: NewOffer) => {
  const areKinds =
    !kinds || (kinds.length > 0 && kinds.length <= 20 && kinds.every((kind) => /^[A-Z_]{1,50}$/.test(kind)));
  const areNamed =
    !organizations ||
    (organizations.length > 0 &&
      organizations.length <= 200 &&
      organizations.every((name) => /^[\w.:-]{1,128}$/.test(name)));
  if (!areKinds || !areNamed) throw offerRefusals.audience();
  return { kinds: kinds ? [...kinds] : null, organizations: organizations ? [...organizations] : null };
};

/** Live subgraphs whose SDL is kept read. */
const MOST_LIVE = 100;
const readLivePart = remembered(readPart, MOST_LIVE);

/** Use cases of what owners offer before anybody asks. */
export class OfferService {
  readonly #options: OfferOptions;

  constructor(options: OfferOptions) {
    this.#options = options;
  }

  /**
   * Makes an offer, which another person of the owner's has to approve.
   * @returns the offer's id
   * @throws Refusal FORBIDDEN, GRANT_ELEMENT_MALFORMED, GRANT_PERMISSIONS_REPEATED, GRANT_FIELDS_MALFORMED,
   * GRANT_TERMS_INVALID, GRANT_DATES_INVALID, REASON_MALFORMED, OFFER_AUDIENCE_MALFORMED, OFFER_NOT_OWNED,
   * IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED
   */
  async offer(em: EntityManager, input: NewOffer, { caller, key }: { caller: Caller; key: string }): Promise<string> {
    const { acting, now } = this.#options;
    if (!mayDecide(caller)) throw refusals.mayNotDecide();
    const owner = input.owner ?? caller.org;
    if (!acting.isFor(caller, owner)) throw refusals.mayNotDecide();
    const row = { owner, ...readAllowance(input, dayOf(now())), ...readAudience(input), offeredBy: caller.id };
    if (!isOwned(await this.#owners(), row)) throw offerRefusals.notOwned();
    const keyed = { caller: caller.id, operation: 'offerTerms', key, body: input };
    return em.transactional((tx) =>
      once(tx, keyed, async () => {
        const id = uuidv7(now().getTime());
        touched('GrantOffer', id);
        tx.create(OfferEntity, { ...UNDECIDED, ...row, id, offeredAt: now() });
        await tx.flush();
        return id;
      }),
    );
  }

  /** @throws Refusal FORBIDDEN, OFFER_UNKNOWN, SAME_PERSON, OFFER_TRANSITION_ILLEGAL */
  async approve(em: EntityManager, id: string, caller: Caller): Promise<string> {
    if (!mayDecide(caller)) throw refusals.mayNotDecide();
    return this.#change(em, { id, caller }, (row) => {
      row.status = transition(row.status, OfferStatus.OPEN);
      if (row.offeredBy === caller.id) throw offerRefusals.samePerson();
      row.approvedBy = caller.id;
      row.approvedAt = this.#options.now();
    });
  }

  /** @throws Refusal FORBIDDEN, REASON_MALFORMED, OFFER_UNKNOWN, OFFER_TRANSITION_ILLEGAL */
  async withdraw(em: EntityManager, id: string, call: { caller: Caller; reason: string }): Promise<string> {
    const { caller } = call;
    if (!mayDecide(caller)) throw refusals.mayNotDecide();
    const withdrawalReason = readReason(call.reason, ['reason']);
    return this.#change(em, { id, caller }, (row) => {
      row.status = transition(row.status, OfferStatus.WITHDRAWN);
      Object.assign(row, { withdrawnBy: caller.id, withdrawnAt: this.#options.now(), withdrawalReason });
    });
  }

  /**
   * Makes a grant of an open offer, by the two people of the owner's who stand behind it.
   * @param as the name under which the caller publishes
   * @returns the grant's id; that of before for an offer that was accepted and still holds
   * @throws Refusal FORBIDDEN, OFFER_UNKNOWN, SAME_PERSON, OFFER_ENDED, OFFER_USED
   */
  async accept(em: EntityManager, id: string, call: { caller: Caller; as: string | null }): Promise<string> {
    const { acting, now } = this.#options;
    const { caller } = call;
    if (!mayRequest(caller)) throw refusals.mayNotRequest();
    const grantee = call.as ?? caller.org;
    if (!acting.isFor(caller, grantee)) throw refusals.mayNotRequest();
    return em.transactional(async (tx) => {
      // Locked, so that nobody accepts what is being withdrawn, nor twice.
      const offer = isUuid(id) ? await tx.findOne(OfferEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
      if (!offer || !(await this.#isOpenTo(offer, grantee))) throw offerRefusals.unknown();
      const before = await findAccepted(tx, { offerId: id, grantee });
      if (before) return keptOf(before);
      if (offer.untilDay !== null && offer.untilDay < dayOf(now())) throw offerRefusals.ended();
      if ([offer.offeredBy, offer.approvedBy].includes(caller.id)) throw offerRefusals.samePerson();
      return addAccepted(tx, { offer, grantee, by: caller.id, now: now() });
    });
  }

  /** What a caller is shown of offers by. */
  async readerFor(caller: Caller): Promise<OfferReader> {
    const { acting, database, now } = this.#options;
    return {
      parties: mayReadAll(caller) ? null : acting.of(caller),
      kind: (await kindOf(database, caller.org ?? '')) ?? null,
      today: dayOf(now()),
    };
  }

  async #isOpenTo(offer: OfferRow, grantee: string): Promise<boolean> {
    const { status, owner, kinds, organizations } = offer;
    if (status !== OfferStatus.OPEN || owner === grantee) return false;
    if (kinds === null && organizations === null) return true;
    if (organizations?.includes(grantee)) return true;
    const { database, names } = this.#options;
    const kind = await kindOf(database, organizationOf(names, grantee));
    return kind !== undefined && (kinds ?? []).includes(kind);
  }

  async #owners(): Promise<Owners> {
    const { database, steward } = this.#options;
    const live = await readLive(database);
    const parts = live.map((each) => ({ ...each, part: readLivePart(each.sdl) }));
    return new Owners(await readOwnership(database, steward), parts);
  }

  async #change(
    em: EntityManager,
    { id, caller }: { id: string; caller: Caller },
    change: (row: OfferRow) => void,
  ): Promise<string> {
    touched('GrantOffer', id.slice(0, 128));
    await em.transactional(async (tx) => {
      const row = isUuid(id) ? await tx.findOne(OfferEntity, id, { lockMode: LockMode.PESSIMISTIC_WRITE }) : null;
      if (!row || !this.#options.acting.isFor(caller, row.owner)) throw offerRefusals.unknown();
      change(row);
    });
    return id;
  }
}

/** The grant that came of an offer before, while it holds. @throws Refusal OFFER_USED */
const keptOf = ({ id, status }: { id: string; status: string }): string => {
  if (status !== 'GRANTED') throw offerRefusals.used();
  return id;
};

/** What an offer does not have yet. */
const UNDECIDED = {
  approvedBy: null,
  approvedAt: null,
  withdrawnBy: null,
  withdrawnAt: null,
  withdrawalReason: null,
};
