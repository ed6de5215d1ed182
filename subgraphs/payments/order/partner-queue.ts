import type { Outcome, PartnerAdapter, PayoutOrder } from '../partner/index.ts';
import { Breaker } from './breaker.ts';
import type { ClaimedOrder, ClaimService } from './claim.service.ts';
import type { EngineSettings } from './engine.settings.ts';
import type { Heard } from './hear.service.ts';
import type { OrderStep } from './order.machine.ts';
import { RetryBudget } from './retry-budget.ts';

interface QueuedOrder extends ClaimedOrder {
  /** The end of its lease, by the clock of `performance`, which no stopped process stops. */
  leaseEndsMs: number;
}

export interface PartnerQueueOptions {
  partner: PartnerAdapter;
  settings: EngineSettings;
  claims: ClaimService;
  now: () => Date;
  /** Takes what a call brought. */
  hear(heard: Heard): void;
  /** Told of a claim that failed. */
  onError(error: unknown): void;
}

const isBad = (outcome: Outcome): boolean => outcome.state === 'UNKNOWN' && !outcome.notFound;

/** Orders to one partner in this process: claimed ahead in sets, called without waiting for one another. */
export class PartnerQueue {
  readonly #options: PartnerQueueOptions;
  readonly #breaker: Breaker;
  readonly #budget: RetryBudget;
  readonly #queue: QueuedOrder[] = [];
  readonly #calls = new Set<Promise<void>>();

  constructor(options: PartnerQueueOptions) {
    this.#options = options;
    this.#breaker = new Breaker(options.settings.breaker);
    this.#budget = new RetryBudget(options.settings.budget);
  }

  /** Claims when there is room, and begins calls; returns how many orders were claimed. */
  async turn(): Promise<number> {
    const claimed = await this.#claim();
    this.pump();
    return claimed;
  }

  /** Whether claiming now would keep its calls busy. */
  get isHungry(): boolean {
    return this.#queue.length < this.#options.settings.concurrency;
  }

  get isIdle(): boolean {
    return this.#queue.length === 0 && this.#calls.size === 0;
  }

  /** Waits for the calls that are under way and gives back what was not begun. */
  async stop(): Promise<void> {
    const unsent = this.#queue.splice(0);
    await Promise.all([this.#release(unsent), ...this.#calls]);
  }

  /** Begins as many calls as there is room for. */
  pump(): void {
    const { settings } = this.#options;
    for (;;) {
      const room = Math.min(settings.concurrency - this.#calls.size, this.#queue.length);
      if (room <= 0 || this.#breaker.allows(room, performance.now()) === 0) return;
      const order = this.#queue.shift();
      if (order) this.#begin(order);
    }
  }

  async #claim(): Promise<number> {
    const { partner, settings, claims } = this.#options;
    const nowMs = performance.now();
    const room = this.#breaker.allows(settings.claim, nowMs);
    if (!this.isHungry || room === 0) return 0;
    const { leaseMs } = settings;
    const leaseEndsMs = nowMs + leaseMs;
    const retries = Math.min(room, this.#budget.left(nowMs));
    const due = retries > 0 ? await claims.due({ partner, most: retries, leaseMs }) : [];
    this.#budget.spend(due.length);
    this.#add(due, leaseEndsMs);
    const most = Math.min(room - due.length, partner.refusesDuplicates ? settings.claim : this.#free);
    if (most <= 0) return due.length;
    const freshEndMs = performance.now() + leaseMs;
    const fresh = await claims.fresh({ partner, most, leaseMs });
    this.#budget.earn(fresh.length);
    this.#add(fresh, freshEndMs);
    return due.length + fresh.length;
  }

  get #free(): number {
    return this.#options.settings.concurrency - this.#calls.size - this.#queue.length;
  }

  #add(orders: readonly ClaimedOrder[], leaseEndsMs: number): void {
    for (const order of orders) this.#queue.push({ ...order, leaseEndsMs });
  }

  #begin(order: QueuedOrder): void {
    const call = this.#call(order).finally(() => {
      this.#calls.delete(call);
      this.pump();
    });
    this.#calls.add(call);
  }

  async #call(order: QueuedOrder): Promise<void> {
    const { now, hear } = this.#options;
    // Another worker may have the order by now: this one sends nothing any more.
    if (performance.now() >= order.leaseEndsMs) return this.#release([order]);
    this.#breaker.begin();
    const begunMs = now().getTime();
    const step = order.account === null ? 'INQUIRE' : order.step;
    const outcome = await this.#ask(order, step);
    this.#breaker.end(isBad(outcome), performance.now());
    hear({ order: order.id, outcome, step, attempt: order.attempt, begunMs, isHeldBack: order.isHeldBack });
  }

  /** Asks the partner, at most as long as a call may take, whatever its adapter does. */
  async #ask({ reference, account, amount, attempt, orderedAt: at }: QueuedOrder, step: OrderStep): Promise<Outcome> {
    const { partner, settings, onError } = this.#options;
    const signal = AbortSignal.timeout(settings.callMs);
    const payout: PayoutOrder = { reference, account: account ?? '', name: null, amount, attempt, at };
    const late = new Promise<Outcome>((resolve) => {
      // The adapter's own answer to the signal comes first, where it has one.
      const tell = () => setImmediate(resolve, { state: 'UNKNOWN', code: 'TIMED_OUT' });
      signal.addEventListener('abort', tell, { once: true });
    });
    const asked = step === 'PAY' ? partner.pay(payout, signal) : partner.inquire(payout, signal);
    const told = asked.catch((error: unknown): Outcome => {
      onError(error);
      return { state: 'UNKNOWN', code: 'ADAPTER_FAILED' };
    });
    return Promise.race([told, late]);
  }

  async #release(unsent: readonly ClaimedOrder[]): Promise<void> {
    if (unsent.length === 0) return;
    // What is not given back is looked up after its lease.
    await this.#options.claims.release(unsent).catch(this.#options.onError);
  }
}
