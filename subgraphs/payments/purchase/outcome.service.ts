import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { type BalanceService, type Movement, PreparedMovement, type Share } from '../balance/index.ts';
import { excuse, heldEnded } from '../revocation/index.ts';
import { type SettledAccounts, settledAccounts } from '../settlement/index.ts';
import { commissionOf, rateOf } from './commission.ts';
import type { classCancelled, seatReleased, voucherRedeemed } from './purchase.events.ts';
import { purchaseVoided } from './purchase.events.ts';
import { CAPTURE, END, END_UNPAID, LOCK } from './purchase.statement.ts';
import { PurchaseStatus, transition } from './purchase.status.ts';

export interface OutcomeServiceOptions {
  balances: BalanceService;
  outbox: Outbox;
  now: () => Date;
}

interface Seat {
  enrollment: string;
  participant: string;
}

/** What ended seats, and the event that says so. */
interface End {
  reason: string;
  at: string;
  event: ReceivedEvent;
}

/** A purchase that somebody has authorised. */
type Paid = RowsOf<typeof LOCK> & { status: PurchaseStatus; amount: bigint; platformId: string; institutionId: string };

/** A purchase that changes, with the money that moves. */
interface Outcome {
  paid: Paid;
  to: PurchaseStatus;
  movement: Movement;
}

/** What the institution and the platform share of a price. */
const sharesOf = ({ amount, platformId, institutionId }: Paid, commission: bigint): Share[] =>
  [
    { account: 'INSTITUTION_PAYABLE' as const, party: institutionId, isOfPerson: true, amount: amount - commission },
    { account: 'COMMISSION' as const, party: platformId, isOfPerson: true, amount: commission },
  ].filter((share) => share.amount > 0n);

/** What is taken back of shares: what is settled already is claimed from its party, who owes it from then on. */
const claimsOf = (shares: readonly Share[], settled: SettledAccounts | undefined): Share[] =>
  shares.map((share) =>
    settled?.has(share.account) ? { ...share, account: 'RECEIVABLE' as const, isOfPerson: false } : share,
  );

interface GivenBackOptions {
  requestId: string;
  settled: SettledAccounts | undefined;
}

/** How the money of a purchase comes back; null when it has, or was never taken. */
const givenBack = (paid: Paid, { requestId, settled }: GivenBackOptions): Outcome | null => {
  const { id, participantId, amount, commission, status } = paid;
  const movement = { participantId, amount, requestId };
  if (status === PurchaseStatus.HELD)
    return { paid, to: PurchaseStatus.VOIDED, movement: { ...movement, kind: 'RELEASE', reference: `release:${id}` } };
  if (status !== PurchaseStatus.CAPTURED) return null;
  const shares = claimsOf(sharesOf(paid, commission ?? 0n), settled);
  const refund = { ...movement, kind: 'REFUND' as const, reference: `refund:${id}`, shares };
  return { paid, to: PurchaseStatus.REFUNDED, movement: refund };
};

/**
 * Acts on what training says of the seats that purchases pay. Whatever order events come in and however often: the row of
 * the purchase decides, under the lock of its person's balance. The number of statements does not depend on the number
 * of seats.
 */
export class PurchaseOutcomeService {
  readonly #options: OutcomeServiceOptions;

  constructor(options: OutcomeServiceOptions) {
    this.#options = options;
  }

  /** Pays a course that has begun: the price less the commission to the institution, the commission to the platform. */
  redeemed = async (
    tx: EntityManager,
    { at, ...seat }: EventData<typeof voucherRedeemed>,
    event: ReceivedEvent,
  ): Promise<void> => {
    const [paid] = await this.#find(tx, [seat], { reason: 'REDEEMED', at, event });
    if (paid?.status !== PurchaseStatus.HELD) return;
    const { id, participantId, amount } = paid;
    const basisPoints = rateOf(paid.platformId, jakartaDayAfter(new Date(at), 0));
    const commission = commissionOf(amount, basisPoints);
    const movement: Movement = {
      kind: 'CAPTURE',
      participantId,
      amount,
      reference: `capture:${id}`,
      requestId: event.requestid,
      shares: sharesOf(paid, commission),
    };
    await this.#move(tx, [movement]);
    transition(paid.status, PurchaseStatus.CAPTURED);
    await execute(tx, CAPTURE, [id, this.#options.now(), commission, basisPoints]);
    await this.#answerProposals(tx, [paid], event);
  };

  /** Gives back what was paid for a seat that is free again. */
  released = async (
    tx: EntityManager,
    { reason, at, ...seat }: EventData<typeof seatReleased>,
    event: ReceivedEvent,
  ): Promise<void> => this.#giveBack(tx, [seat], { reason, at, event });

  /** Gives back what the people of a cancelled class have paid. */
  cancelled = async (
    tx: EntityManager,
    { at, enrollments }: EventData<typeof classCancelled>,
    event: ReceivedEvent,
  ): Promise<void> => this.#giveBack(tx, enrollments, { reason: 'CLASS_CANCELLED', at, event });

  async #giveBack(tx: EntityManager, seats: readonly Seat[], end: End): Promise<void> {
    const { outbox, now } = this.#options;
    const requestId = end.event.requestid;
    const found = await this.#find(tx, seats, end);
    const captured = found.filter(({ status }) => status === PurchaseStatus.CAPTURED).map(({ id }) => id);
    const settled = await settledAccounts(tx, captured);
    const outcomes = found
      .map((paid) => givenBack(paid, { requestId, settled: settled.get(paid.id) }))
      .filter((outcome) => outcome !== null);
    if (outcomes.length === 0) return;
    await this.#move(
      tx,
      outcomes.map(({ movement }) => movement),
    );
    const ended = outcomes.map(({ paid, to }) => ({ id: paid.id, to: transition(paid.status, to) }));
    await execute(tx, END, [ended.map(({ id }) => id), ended.map(({ to }) => to), end.reason, now()]);
    const purchases = outcomes.map(({ paid }) => paid);
    if (end.reason === 'CLASS_CANCELLED')
      await excuse(
        tx,
        purchases.map(({ participantId }) => participantId),
        now(),
      );
    await this.#answerProposals(tx, purchases, end.event);
    const at = now().toISOString();
    const data = purchases.map(({ id, participantId }) => ({ enrollment: id, participant: participantId, at }));
    await outbox.add(tx, purchaseVoided, { data, requestId });
  }

  /** @throws Refusal when a balance does not hold what its purchase says: the event is then delivered again */
  async #move(tx: EntityManager, movements: readonly Movement[]): Promise<void> {
    const { balances } = this.#options;
    const answers = await balances.prepare(tx, movements);
    const refusal = answers.find((answer) => answer instanceof Refusal);
    if (refusal) throw refusal;
    await balances.apply(
      tx,
      answers.filter((answer) => answer instanceof PreparedMovement),
    );
  }

  /** Whoever was to lose the award while money was held is answered about now. */
  async #answerProposals(tx: EntityManager, purchases: readonly Paid[], event: ReceivedEvent): Promise<void> {
    const { outbox, now } = this.#options;
    const people = purchases.map(({ participantId }) => participantId);
    await heldEnded(tx, people, { outbox, at: now(), requestId: event.requestid, reference: event.id });
  }

  /**
   * Locks the balances of the people, then the purchases. Where there is none, that the seat has ended is remembered: an
   * authorisation that comes later is refused.
   */
  async #find(tx: EntityManager, seats: readonly Seat[], { reason, at }: End): Promise<Paid[]> {
    const people = seats.map(({ participant }) => participant);
    const enrollments = seats.map(({ enrollment }) => enrollment);
    await this.#options.balances.lock(tx, people);
    await execute(tx, END_UNPAID, [enrollments, people, reason, new Date(at)]);
    const { rows } = await execute(tx, LOCK, [enrollments]);
    return rows.filter((row): row is Paid => row.status !== 'ENDED');
  }
}
