import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import { CHUNK } from '../../kit/events/event.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { DisbursementStatus, movePayouts, type PayoutMove, RejectionReason } from '../disbursement/index.ts';
import { byWaveAndYear, post } from '../ledger/index.ts';
import type { Outcome } from '../partner/index.ts';
import { disbursementFailed, disbursementSettled } from './order.events.ts';
import { type Change, hear, type OrderRules, type Told } from './order.machine.ts';
import { LOCK, WRITE } from './order.statement.ts';
import { OrderState, orderTransition } from './order.status.ts';

export type LockedOrder = RowsOf<typeof LOCK>;

/** What one call brought for one order. */
export interface Heard extends Told {
  order: string;
}

/** How an order changes, and what is kept of the answer. */
export interface OrderChange {
  order: LockedOrder;
  change: Change;
  code: string | null;
  partnerReference: string | null;
  /** Why the payout is rejected, where it is. */
  because?: RejectionReason;
}

interface PostedChanges {
  kind: 'PAY' | 'BOUNCE';
  changes: readonly OrderChange[];
  at: Date;
}

interface HearNeeds {
  outbox: Outbox;
  now: () => Date;
  random: () => number;
}

const payoutStates: Record<OrderState, DisbursementStatus | null> = {
  [OrderState.OPEN]: null,
  [OrderState.PAID]: DisbursementStatus.SETTLED,
  [OrderState.FAILED]: DisbursementStatus.REJECTED,
  [OrderState.SUSPECT]: DisbursementStatus.SUSPECT,
  [OrderState.RETURNED]: DisbursementStatus.RETURNED,
};

const factsOf = (order: LockedOrder) => ({
  ...order,
  nextAtMs: order.nextAt.getTime(),
  firstSentMs: order.firstSentAt?.getTime() ?? null,
  lastSentMs: order.lastSentAt?.getTime() ?? null,
});

const codeOf = (outcome: Outcome): string | null => (outcome.state === 'PAID' ? null : outcome.code);

const moveOf = ({ order, change, because }: OrderChange): PayoutMove[] => {
  const { disbursement: id } = order;
  if (change.kind === 'WAITS' && change.isUnclear) return [{ id, status: DisbursementStatus.UNKNOWN, because: null }];
  const status = change.kind === 'MOVED' ? payoutStates[change.state] : null;
  return status === null ? [] : [{ id, status, because: because ?? RejectionReason.PARTNER_REFUSED }];
};

const chunksOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, index) =>
    items.slice(index * CHUNK, (index + 1) * CHUNK),
  );

const isMovedTo = (state: OrderState) => (each: OrderChange) =>
  each.change.kind === 'MOVED' && each.change.state === state;

/** Writes what partners said of many orders, in one transaction: orders, payouts, postings and events. */
export class HearService {
  readonly #needs: HearNeeds;

  constructor(needs: HearNeeds) {
    this.#needs = needs;
  }

  /** Locks orders with their payouts. */
  async lock(em: EntityManager, ids: readonly string[]): Promise<LockedOrder[]> {
    return (await execute(em, LOCK, [[...new Set(ids)]])).rows;
  }

  /** Applies answers of calls; of two for one order the second sees what the first one changed. */
  async hear(em: EntityManager, heard: readonly Heard[], rulesOf: (partner: string) => OrderRules): Promise<void> {
    const { now, random } = this.#needs;
    const nowMs = now().getTime();
    const orders = new Map(
      (
        await this.lock(
          em,
          heard.map(({ order }) => order),
        )
      ).map((order) => [order.id, order]),
    );
    const changes = new Map<string, OrderChange>();
    for (const told of heard) {
      const order = orders.get(told.order);
      if (!order) continue;
      const change = hear(factsOf(order), told, { rules: rulesOf(order.partner), nowMs, random: random() });
      if (change.kind === 'NONE') continue;
      if (change.kind === 'MOVED') orders.set(order.id, { ...order, state: change.state });
      const partnerReference = told.outcome.state === 'PAID' ? told.outcome.partnerReference : null;
      changes.set(order.id, { order, change, code: codeOf(told.outcome), partnerReference });
    }
    await this.apply(em, [...changes.values()]);
  }

  /** Writes changes of locked orders. @throws Refusal ORDER_TRANSITION_ILLEGAL */
  async apply(em: EntityManager, changes: readonly OrderChange[]): Promise<void> {
    if (changes.length === 0) return;
    const at = this.#needs.now();
    for (const { order, change } of changes) {
      if (change.kind === 'MOVED') orderTransition(order.state, change.state);
    }
    await this.#write(em, changes, at);
    await movePayouts(em, changes.flatMap(moveOf), at);
    await this.#post(em, { kind: 'PAY', changes: changes.filter(isMovedTo(OrderState.PAID)), at });
    await this.#post(em, { kind: 'BOUNCE', changes: changes.filter(isMovedTo(OrderState.RETURNED)), at });
    await this.#tell(em, changes, at);
  }

  async #write(em: EntityManager, changes: readonly OrderChange[], at: Date) {
    const waits = changes.map(({ change }) => (change.kind === 'WAITS' ? change : null));
    await execute(em, WRITE, [
      changes.map(({ order }) => order.id),
      changes.map(({ order, change }) => (change.kind === 'MOVED' ? change.state : order.state)),
      changes.map(({ code }) => code),
      changes.map(({ partnerReference }) => partnerReference),
      waits.map((each) => each?.nextStep ?? null),
      waits.map((each) => (each ? new Date(each.nextAtMs) : null)),
      changes.map(({ change }) => change.kind === 'CONTRADICTED'),
      at,
    ]);
  }

  /** One entry for each wave and the year that its payouts became due in: the first order of an entry names it, and is paid once. */
  async #post(em: EntityManager, { kind, changes, at }: PostedChanges) {
    const sign = kind === 'PAY' ? 1n : -1n;
    for (const { wave: waveNumber, year, rows: orders } of byWaveAndYear(changes.map(({ order }) => order))) {
      const first = orders[0]?.id ?? '';
      await post(em, {
        kind,
        reference: `${kind.toLowerCase()}:${first}`,
        waveNumber,
        year,
        at,
        requestId: first,
        postings: orders.flatMap(({ participant: participantId, partner: party, amount }) => [
          { account: 'INCENTIVE_PAYABLE' as const, participantId, amount: -sign * amount },
          { account: 'WALLET_CLEARING' as const, participantId, party, amount: sign * amount },
        ]),
      });
    }
  }

  async #tell(em: EntityManager, changes: readonly OrderChange[], at: Date) {
    const { outbox } = this.#needs;
    const factOf = ({ order }: OrderChange) => {
      const { disbursement, participant, wave, amount } = order;
      return { disbursement, participant, wave, amount: Number(amount) };
    };
    const partners = Map.groupBy(changes, ({ order }) => order.partner);
    for (const [partner, own] of partners) {
      const requestId = own[0]?.order.id ?? '';
      const common = { partner, at: at.toISOString() };
      const settled = chunksOf(own.filter(isMovedTo(OrderState.PAID)).map(factOf));
      const failed = chunksOf(
        own.filter(isMovedTo(OrderState.FAILED)).map((each) => ({ ...factOf(each), code: each.code ?? '' })),
      );
      const dataOf = <T>(disbursements: T[]) => ({ ...common, disbursements });
      if (settled.length > 0) await outbox.add(em, disbursementSettled, { data: settled.map(dataOf), requestId });
      if (failed.length > 0) await outbox.add(em, disbursementFailed, { data: failed.map(dataOf), requestId });
    }
  }
}
