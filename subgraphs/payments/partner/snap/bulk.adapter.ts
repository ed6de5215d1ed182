import { randomUUID } from 'node:crypto';
import type { AccountFacts, Outcome, PartnerAdapter, PayoutOrder } from '../adapter.ts';
import { bulkBody } from './bodies.ts';
import type { CallResult } from './classify.ts';
import { decidePayment } from './classify.ts';
import { SnapClient } from './client.ts';
import { freshExternalId } from './external-id.ts';
import { BULK_CASH_IN } from './response-codes.data.ts';
import { SnapAdapter, type SnapAdapterOptions } from './snap.adapter.ts';

export interface BulkOptions {
  /** Orders of one bulk at most. */
  most: number;
  /** How long an order waits for others. */
  gatherMs: number;
}

interface WaitingOrder {
  order: PayoutOrder;
  tell(outcome: Outcome): void;
}

/**
 * Pays by bulk cash-in: orders that are paid at the same time go in one call. A bulk that is taken says nothing of its
 * items: each is PENDING until its own status tells, as after a single top-up. One that is refused as a whole has paid
 * nobody, and its orders are paid one by one.
 */
export class BulkAdapter implements PartnerAdapter {
  readonly code: string;
  readonly refusesDuplicates: boolean;
  readonly resendWaitMs: number;
  readonly #single: SnapAdapter;
  readonly #client: SnapClient;
  readonly #options: SnapAdapterOptions & { bulk: BulkOptions };
  #waiting: WaitingOrder[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SnapAdapterOptions & { bulk: BulkOptions }) {
    this.#single = new SnapAdapter({ ...options, paidBy: BULK_CASH_IN });
    this.#client = new SnapClient(options);
    this.#options = options;
    this.code = this.#single.code;
    this.refusesDuplicates = this.#single.refusesDuplicates;
    this.resendWaitMs = this.#single.resendWaitMs;
  }

  /** Pays an order with others. Given up before its bulk left, it was never sent; afterwards nobody knows. */
  pay(order: PayoutOrder, signal: AbortSignal): Promise<Outcome> {
    const { most, gatherMs } = this.#options.bulk;
    return new Promise((done) => {
      const waiting: WaitingOrder = { order, tell: done };
      const giveUp = () => {
        const isUnsent = this.#waiting.includes(waiting);
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        done(
          isUnsent ? { state: 'FAILED', code: 'GIVEN_UP', isFinal: false } : { state: 'UNKNOWN', code: 'TIMED_OUT' },
        );
      };
      waiting.tell = (outcome) => {
        signal.removeEventListener('abort', giveUp);
        done(outcome);
      };
      this.#waiting.push(waiting);
      if (signal.aborted) giveUp();
      else signal.addEventListener('abort', giveUp, { once: true });
      if (this.#waiting.length >= most) this.#flush();
      else this.#timer ??= setTimeout(() => this.#flush(), gatherMs);
    });
  }

  inquire(order: PayoutOrder, signal: AbortSignal): Promise<Outcome> {
    return this.#single.inquire(order, signal);
  }

  inquireAccount(account: string, signal: AbortSignal): Promise<AccountFacts> {
    return this.#single.inquireAccount(account, signal);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length > 0) void this.#send(group);
  }

  async #send(group: readonly WaitingOrder[]): Promise<void> {
    const { dialect } = this.#options;
    const { path = '', service = BULK_CASH_IN } = dialect.paths.bulk ?? {};
    const bulkId = randomUUID().replaceAll('-', '');
    const orders = group.map(({ order }) => order);
    // One reference comes once in a bulk: a second one of it waits for the status.
    const isRepeated = new Set(orders.map(({ reference }) => reference)).size < orders.length;
    const call = { path, service, externalId: freshExternalId(), body: bulkBody(bulkId, orders, dialect) };
    const signal = AbortSignal.timeout(dialect.timeoutMs);
    const result = isRepeated ? { unsent: 'REPEATED' } : checked(await this.#client.call(call, signal), bulkId);
    const { verdict, code } = decidePayment(result);
    if (verdict === 'FAILED') {
      await Promise.all(group.map(async ({ order, tell }) => tell(await this.#single.pay(order, signal))));
      return;
    }
    const outcomeOf = (): Outcome => {
      if (verdict === 'PAID' || verdict === 'PENDING') return { state: 'PENDING', code };
      if (verdict === 'NOT_NOW') return { state: 'FAILED', code, isFinal: false };
      return { state: 'UNKNOWN', code };
    };
    for (const { tell } of group) tell(outcomeOf());
  }
}

/** An answer that says it took a bulk must say which. */
const checked = (result: CallResult, bulkId: string): CallResult => {
  if (!('answer' in result) || result.status >= 300) return result;
  return result.answer.partnerBulkId === bulkId ? result : { broken: 'OTHER_REFERENCE' };
};
