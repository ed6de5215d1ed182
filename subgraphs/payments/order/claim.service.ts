import type { EntityManager } from '@mikro-orm/postgresql';
import { type Database, execute, type Transaction } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { noteWithheld } from '../batch/index.ts';
import {
  RejectionReason,
  type SendablePayout,
  sendPayouts,
  takeSendable,
  withholdPayouts,
} from '../disbursement/index.ts';
import { askEligibility } from '../eligibility/index.ts';
import type { PartnerAdapter } from '../partner/index.ts';
import { walletPlace } from '../wallet/index.ts';
import { holdLane } from './lane.service.ts';
import { within } from './lane.ts';
import type { OrderStep } from './order.machine.ts';
import { CLAIM_DUE, IS_DUE, ORDER, RELEASE } from './order.statement.ts';

/** A claimed order: what a worker calls the partner with. */
export interface ClaimedOrder {
  id: string;
  reference: string;
  /** Null when the account can be opened no more: the order is looked up only. */
  account: string | null;
  amount: bigint;
  attempt: number;
  step: OrderStep;
  /** It was to be sent again, and may only be looked up, since nothing may be paid to the person now. */
  isHeldBack: boolean;
  orderedAt: Date;
}

export interface ClaimNeeds {
  database: Database;
  vault: Vault;
  outbox: Outbox;
  now: () => Date;
}

interface ClaimRequest {
  partner: PartnerAdapter;
  most: number;
  leaseMs: number;
}

interface ReadyPayout extends SendablePayout {
  account: string;
  sealed: Buffer;
}

interface SortedPayouts {
  payouts: readonly SendablePayout[];
  refused: ReadonlyMap<string, RejectionReason>;
  at: Date;
}

interface AwardedPerson {
  participant: string;
  wave: number;
}

interface ClaimCall {
  partner: PartnerAdapter;
  at: Date;
  /** Nobody else claims the order before. */
  until: Date;
}

const referenceOf = (id: string): string => `PK${id.replaceAll('-', '')}`;

/** Claims orders for one worker, each by a statement over many. */
export class ClaimService {
  readonly #needs: ClaimNeeds;

  constructor(needs: ClaimNeeds) {
    this.#needs = needs;
  }

  /**
   * Claims orders whose look-up or repetition is due, suspects too. What is sent again counts in the lane, and is only
   * looked up while no decision on its person holds until the end of the lease.
   */
  async due({ partner, most, leaseMs }: ClaimRequest): Promise<ClaimedOrder[]> {
    const { database, now, vault } = this.#needs;
    const at = now();
    const [found] = await database.rows(IS_DUE, [partner.code, at]);
    if (!found?.isDue) return [];
    const leaseEnd = new Date(at.getTime() + leaseMs);
    const until = new Date(leaseEnd.getTime() + partner.resendWaitMs);
    const rows = await database.orm.em.fork().transactional(async (tx) => {
      const lane = await holdLane(tx, partner.code, at);
      const again = Math.min(most, lane.allowance.orders);
      const claimed = (await execute(tx, CLAIM_DUE, [partner.code, at, until, most, leaseEnd, again])).rows;
      const resent = claimed.filter(({ step }) => step === 'PAY').map(() => ({ amount: 0n }));
      if (resent.length > 0) await lane.spend(tx, resent);
      const stale = claimed.filter(({ withheld }) => withheld === RejectionReason.DECISION_STALE);
      await this.#askAbout(tx, stale, at);
      return claimed;
    });
    const opened = await vault.open(
      database,
      rows.map(({ participant, sealed }) => ({ ...walletPlace(participant), kind: 'account' as const, sealed })),
    );
    return rows.map(({ participant: _, wave: __, sealed: ___, withheld, ...order }, index) => {
      const account = opened[index];
      return {
        ...order,
        isHeldBack: withheld !== null,
        account: account instanceof Secret ? account.reveal() : null,
      };
    });
  }

  /**
   * Makes orders of approved payouts, claimed by their making. What has changed since the approval is withheld: another
   * account or amount, a person who is frozen or may not be paid, a decision that does not hold until the end of the
   * lease; a new one is asked for.
   */
  async fresh(request: ClaimRequest): Promise<ClaimedOrder[]> {
    for (;;) {
      const { orders, wereAllWithheld } = await this.#claimFresh(request);
      // Behind payouts that are withheld there may be others.
      if (!wereAllWithheld) return orders;
    }
  }

  async #claimFresh({ partner, most, leaseMs }: ClaimRequest) {
    const { database, now } = this.#needs;
    const at = now();
    const leaseEnd = new Date(at.getTime() + leaseMs);
    const until = new Date(leaseEnd.getTime() + partner.resendWaitMs);
    return database.orm.em.fork().transactional(async (tx) => {
      const lane = await holdLane(tx, partner.code, at);
      const bounds = { most: Math.min(most, lane.allowance.orders), until: leaseEnd };
      const payouts = await takeSendable(tx, partner.code, bounds);
      const { ready, refused } = await this.#sort(tx, payouts);
      const paid = within(ready, lane.allowance);
      if (refused.size > 0) await this.#withhold(tx, { payouts, refused, at });
      if (paid.length === 0) return { orders: [], wereAllWithheld: payouts.length > 0 && ready.length === 0 };
      const made = paid.map((payout) => ({ id: uuidv7(at.getTime()), payout }));
      await this.#order(tx, made, { partner, at, until });
      await lane.spend(tx, paid);
      const orders = made.map(({ id, payout: { account, amount } }): ClaimedOrder => {
        const common = { id, account, amount, reference: referenceOf(id) };
        return { ...common, attempt: 1, step: 'PAY', isHeldBack: false, orderedAt: at };
      });
      return { orders, wereAllWithheld: false };
    });
  }

  /** Gives back claims that were not begun. */
  async release(unsent: readonly ClaimedOrder[]): Promise<void> {
    const columns = [unsent.map(({ id }) => id), unsent.map(({ attempt }) => attempt), unsent.map(({ step }) => step)];
    await this.#needs.database.rows(RELEASE, [...columns, this.#needs.now()]);
  }

  async #sort(tx: Transaction, payouts: readonly SendablePayout[]) {
    const refused = new Map<string, RejectionReason>();
    for (const { id, withheld, isSame, isAsApproved } of payouts) {
      if (withheld) refused.set(id, withheld);
      if (!isSame) refused.set(id, RejectionReason.DESTINATION_CHANGED);
      if (!isAsApproved) refused.set(id, RejectionReason.ITEM_ALTERED);
    }
    const sound = payouts.filter(({ id }) => !refused.has(id));
    const ready = sound.length > 0 ? await this.#open(tx, sound, refused) : [];
    return { ready, refused };
  }

  async #open(tx: Transaction, payouts: readonly SendablePayout[], refused: Map<string, RejectionReason>) {
    const sealed = payouts.flatMap((payout) => (payout.sealed ? [{ ...payout, sealed: payout.sealed }] : []));
    const opened = await this.#needs.vault.open(
      tx,
      sealed.map((payout) => ({ ...walletPlace(payout.participant), kind: 'account' as const, sealed: payout.sealed })),
    );
    const ready = sealed.flatMap((payout, index): ReadyPayout[] => {
      const account = opened[index];
      return account instanceof Secret ? [{ ...payout, account: account.reveal() }] : [];
    });
    const readable = new Set(ready.map(({ id }) => id));
    for (const { id } of payouts) if (!readable.has(id)) refused.set(id, RejectionReason.ACCOUNT_UNREADABLE);
    return ready;
  }

  async #withhold(tx: EntityManager, { payouts, refused, at }: SortedPayouts) {
    const items = payouts.flatMap(({ id, batch }) => {
      const because = refused.get(id);
      return because ? [{ id, batch, because }] : [];
    });
    await withholdPayouts(tx, items, at);
    await noteWithheld(tx, items, at);
    const stale = payouts.filter(({ id }) => refused.get(id) === RejectionReason.DECISION_STALE);
    await this.#askAbout(tx, stale, at);
  }

  /** Asks the programme office anew about people without a decision that holds. */
  async #askAbout(tx: EntityManager, people: readonly AwardedPerson[], at: Date) {
    const question = { outbox: this.#needs.outbox, at, requestId: 'payouts-sending' };
    const waves = [...Map.groupBy(people, ({ wave }) => wave)].toSorted(([one], [other]) => one - other);
    for (const [wave, some] of waves) {
      const participants = some.map(({ participant }) => participant);
      await askEligibility(tx, { wave, participants }, question);
    }
  }

  async #order(
    tx: Transaction,
    orders: readonly { id: string; payout: ReadyPayout }[],
    { partner, at, until }: ClaimCall,
  ) {
    const of = <T>(read: (payout: ReadyPayout) => T) => orders.map(({ payout }) => read(payout));
    await execute(tx, ORDER, [
      orders.map(({ id }) => id),
      of(({ id }) => id),
      of(({ batch }) => batch),
      of(({ participant }) => participant),
      of(({ wave }) => wave),
      orders.map(({ id }) => referenceOf(id)),
      of(({ amount }) => amount),
      of(({ destination }) => destination),
      of(({ sealed }) => sealed),
      partner.code,
      at,
      until,
      of(({ decision }) => decision),
      of(({ decidedUntil }) => decidedUntil),
    ]);
    await sendPayouts(
      tx,
      orders.map(({ id, payout }) => ({ id: payout.id, reference: referenceOf(id) })),
    );
  }
}
