import type { Outcome } from '../partner/index.ts';
import { type Change, claim, hear, type OrderFacts, type OrderRules, type OrderStep } from './order.machine.ts';
import { isLive, OrderState } from './order.status.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const END_MS = 2_000 * HOUR_MS;
const WORKERS = 3;

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
const randomOf = (seed: number) => {
  let state = seed | 0;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** What the wallet knows of a reference: its own book. */
interface BookEntry {
  payments: number;
  returned: number;
  /** The moment from which a look-up finds it. */
  visibleMs: number;
  state: 'PENDING' | 'PAID' | 'FAILED';
}

interface SimulatedOrder extends OrderFacts {
  reference: number;
}

interface SimulatedCall {
  attempt: number;
  step: OrderStep;
  isHeldBack: boolean;
  /** It begins after its lease. */
  isLate: boolean;
}

export interface EndState {
  /** What was wrong, in the order in which it was found. */
  faults: string[];
  orders: readonly SimulatedOrder[];
  /** What moved and did not come back, by the wallet's book. */
  paid: number;
  /** Whether people had to decide. */
  wasSuspect: boolean;
  /** What happened, for whoever replays a seed. */
  trace: string[];
}

/** Plants an error, to see that the simulation finds it. */
export interface PlantedError {
  hear?: typeof hear;
  rules?: Partial<OrderRules>;
  /** Sends again without looking at the decision on the person. */
  isUndecided?: boolean;
}

/**
 * One payout, three workers that are killed, stopped and resumed, and a wallet that loses, delays and forgets. Nothing
 * runs in real time: what happens is a function of the seed.
 */
class World {
  readonly #random: () => number;
  readonly #isProtected: boolean;
  readonly #rules: OrderRules;
  readonly #hear: typeof hear;
  readonly #isTraced: boolean;
  readonly #isUndecided: boolean;
  /** The time in which no decision allows a payment. */
  readonly #gap: { fromMs: number; untilMs: number };
  readonly #queue: { atMs: number; run: () => void }[] = [];
  readonly #orders: SimulatedOrder[] = [];
  readonly #book = new Map<number, BookEntry>();
  readonly #ending: EndState;
  #nowMs = 0;
  #mayOrder = true;

  constructor(seed: number, planted: PlantedError, isTraced: boolean) {
    const { hear: heard = hear, rules = {}, isUndecided = false } = planted;
    this.#random = randomOf(seed);
    this.#isProtected = this.#random() < 0.5;
    this.#hear = heard;
    this.#isTraced = isTraced;
    this.#isUndecided = isUndecided;
    this.#rules = {
      refusesDuplicates: this.#isProtected,
      resendWaitMs: 10_000 + this.#random() * MINUTE_MS,
      leaseMs: 5_000 + this.#random() * MINUTE_MS,
      firstPauseMs: 5_000,
      longestPauseMs: 2 * HOUR_MS,
      suspectAfterMs: 24 * HOUR_MS,
      suspectEveryMs: 6 * HOUR_MS,
      ...rules,
    };
    const fromMs = this.#isOneIn(3) ? this.#random() * HOUR_MS : END_MS;
    this.#gap = { fromMs, untilMs: fromMs + this.#random() * 60 * HOUR_MS };
    this.#ending = { faults: [], orders: this.#orders, paid: 0, wasSuspect: false, trace: [] };
  }

  run(): EndState {
    for (let worker = 0; worker < WORKERS; worker += 1) this.#in(this.#random() * 1_000, () => this.#work());
    while (this.#queue.length > 0 && this.#nowMs < END_MS) {
      this.#next();
      this.#check();
    }
    this.#checkEnd();
    return this.#ending;
  }

  #next(): void {
    let first = 0;
    for (let index = 1; index < this.#queue.length; index += 1) {
      if ((this.#queue[index]?.atMs ?? 0) < (this.#queue[first]?.atMs ?? 0)) first = index;
    }
    const [event] = this.#queue.splice(first, 1);
    if (!event) return;
    this.#nowMs = event.atMs;
    event.run();
  }

  #in(ms: number, run: () => void): void {
    this.#queue.push({ atMs: this.#nowMs + ms, run });
  }

  #say(what: () => string): void {
    if (this.#isTraced) this.#ending.trace.push(`${(this.#nowMs / 1_000).toFixed(1).padStart(10)} s  ${what()}`);
  }

  #isOneIn(times: number): boolean {
    return this.#random() * times < 1;
  }

  /** A worker looks for something to do, and comes again while anything is open. */
  #work(): void {
    if (this.#mayOrder) this.#order();
    const isUnclear = ({ state }: SimulatedOrder) => state === OrderState.OPEN || state === OrderState.SUSPECT;
    const due = this.#orders.find((order) => isUnclear(order) && order.nextAtMs <= this.#nowMs);
    if (due) this.#claim(due);
    const open = this.#orders.find(isUnclear);
    if (!open && !this.#mayOrder) return;
    const nextAtMs = open?.nextAtMs ?? (this.#mayPay() ? 0 : this.#gap.untilMs);
    this.#in(Math.max(1_000, nextAtMs - this.#nowMs) * (1 + this.#random()), () => this.#work());
  }

  /** Whether a decision on the person holds until the end of a lease that begins now. */
  #mayPay(): boolean {
    return this.#nowMs + this.#rules.leaseMs < this.#gap.fromMs || this.#nowMs >= this.#gap.untilMs;
  }

  #order(): void {
    if (!this.#mayPay()) return;
    this.#mayOrder = false;
    const reference = this.#orders.length + 1;
    const never = { firstSentMs: null, lastSentMs: null };
    this.#orders.push({ reference, state: OrderState.OPEN, attempt: 0, nextStep: 'PAY', nextAtMs: 0, ...never });
  }

  #claim(order: SimulatedOrder): void {
    const isHeldBack = order.nextStep === 'PAY' && !this.#isUndecided && !this.#mayPay();
    const step = isHeldBack ? 'INQUIRE' : order.nextStep;
    Object.assign(order, claim({ ...order, nextStep: step }, this.#nowMs, this.#rules));
    const { attempt } = order;
    this.#say(() => `claim ${order.reference} attempt ${attempt} ${step}`);
    // Killed after the commit, before the first byte.
    if (this.#isOneIn(12)) return;
    // Stopped after it has seen that its lease holds: it sends whenever it goes on, within a day.
    const stoppedMs = this.#isOneIn(10) ? this.#random() * 20 * HOUR_MS : 0;
    this.#in(stoppedMs + this.#random() * this.#rules.leaseMs, () =>
      this.#call(order, { attempt, step, isHeldBack, isLate: stoppedMs > 0 }),
    );
  }

  #call(order: SimulatedOrder, { attempt, step, isHeldBack, isLate }: SimulatedCall): void {
    const begunMs = this.#nowMs;
    // What a stopped worker sends late, nothing on our side prevents.
    if (step === 'PAY' && !isLate && begunMs >= this.#gap.fromMs && begunMs < this.#gap.untilMs)
      this.#ending.faults.push('sent without a decision that holds');
    const answered = (outcome: Outcome) => {
      const tookMs = outcome.state === 'UNKNOWN' ? this.#rules.resendWaitMs / 2 : 100;
      this.#in(tookMs, () => this.#apply(order, { outcome, step, attempt, begunMs, isHeldBack }));
    };
    this.#say(() => `call ${order.reference} attempt ${attempt} ${step}`);
    this.#answer(order, step, answered);
  }

  #answer({ reference }: SimulatedOrder, step: OrderStep, answered: (outcome: Outcome) => void): void {
    const isLost = this.#isOneIn(10);
    // The call may reach the wallet after the caller has given up on it.
    const lateMs = this.#isOneIn(10) ? this.#random() * (this.#rules.resendWaitMs + this.#rules.leaseMs) : 0;
    if (step === 'INQUIRE') answered(isLost ? { state: 'UNKNOWN', code: 'TIMED_OUT' } : this.#lookUp(reference));
    else if (this.#isOneIn(15)) answered({ state: 'UNKNOWN', code: '500' });
    else if (this.#isOneIn(30)) answered({ state: 'FAILED', code: '429', isFinal: false });
    else if (lateMs === 0) answered(this.#take(reference, isLost));
    else {
      this.#in(lateMs, () => this.#take(reference, true));
      answered({ state: 'UNKNOWN', code: 'TIMED_OUT' });
    }
  }

  /** The wallet takes a payment in. */
  #take(reference: number, isSilent: boolean): Outcome {
    const known = this.#book.get(reference);
    if (!known || !this.#isProtected) this.#decide(reference, known);
    return isSilent ? { state: 'UNKNOWN', code: 'TIMED_OUT' } : this.#toldOf(this.#book.get(reference));
  }

  #decide(reference: number, known: BookEntry | undefined): void {
    const visibleMs = this.#nowMs + (this.#isOneIn(10) ? this.#random() * HOUR_MS : 0);
    const booked: BookEntry = known ?? { payments: 0, returned: 0, visibleMs, state: 'PENDING' };
    this.#book.set(reference, booked);
    const finish = () => {
      booked.state = this.#isOneIn(8) ? 'FAILED' : 'PAID';
      if (booked.state === 'PAID') booked.payments += 1;
      this.#say(() => `wallet ${reference} ${booked.state} ${booked.payments}`);
    };
    if (this.#isOneIn(10)) this.#in(this.#random() * 40 * HOUR_MS, finish);
    else finish();
  }

  #lookUp(reference: number): Outcome {
    const booked = this.#book.get(reference);
    return this.#toldOf(booked && booked.visibleMs <= this.#nowMs ? booked : undefined);
  }

  #toldOf(booked: BookEntry | undefined): Outcome {
    if (!booked) return { state: 'UNKNOWN', code: '07', notFound: true };
    if (booked.state === 'PAID') return { state: 'PAID', partnerReference: null };
    if (booked.state === 'FAILED') return { state: 'FAILED', code: '06', isFinal: true };
    return { state: 'PENDING', code: '03' };
  }

  #apply(order: SimulatedOrder, told: Parameters<typeof hear>[1]): void {
    // Killed before the commit: nobody heard it.
    if (this.#isOneIn(20)) return;
    const change = this.#hear(order, told, { rules: this.#rules, nowMs: this.#nowMs, random: this.#random() });
    this.#say(() => `heard ${order.reference} attempt ${told.attempt} ${JSON.stringify([told.outcome, change])}`);
    this.#change(order, change);
  }

  #change(order: SimulatedOrder, change: Change): void {
    if (change.kind === 'CONTRADICTED') this.#ending.faults.push('paid after a final refusal');
    if (change.kind === 'WAITS') Object.assign(order, { nextStep: change.nextStep, nextAtMs: change.nextAtMs });
    if (change.kind === 'MOVED') this.#move(order, change.state);
  }

  #move(order: SimulatedOrder, state: OrderState): void {
    order.state = state;
    this.#say(() => `${order.reference} is ${state}`);
    if (state === OrderState.FAILED) this.#in(this.#random() * 48 * HOUR_MS, () => this.#correct());
    if (state === OrderState.PAID && this.#isOneIn(12)) this.#in(HOUR_MS, () => this.#return(order));
    if (state !== OrderState.SUSPECT) return;
    this.#ending.wasSuspect = true;
    this.#in(48 * HOUR_MS, () => this.#resolve(order));
  }

  /** The account was corrected: the payout may be ordered again, when nothing of it is live. */
  #correct(): void {
    if (this.#orders.some(({ state }) => isLive(state))) return;
    this.#mayOrder = true;
    this.#work();
  }

  #return(order: SimulatedOrder): void {
    const booked = this.#book.get(order.reference);
    if (booked) booked.returned = booked.payments;
    this.#move(order, OrderState.RETURNED);
    this.#in(this.#random() * 48 * HOUR_MS, () => this.#correct());
  }

  /** Two people decide by the settlement file, which is the wallet's book. */
  #resolve(order: SimulatedOrder): void {
    if (order.state !== OrderState.SUSPECT) return;
    const booked = this.#book.get(order.reference);
    if (booked?.state === 'PENDING') this.#in(48 * HOUR_MS, () => this.#resolve(order));
    else this.#move(order, booked?.state === 'PAID' ? OrderState.PAID : OrderState.FAILED);
  }

  #check(): void {
    const { faults } = this.#ending;
    if (faults.length > 0) return;
    if (this.#orders.filter(({ state }) => isLive(state)).length > 1) faults.push('two live orders');
    let paid = 0;
    for (const { payments, returned } of this.#book.values()) {
      if (payments > 1) faults.push('a reference was paid twice');
      paid += payments - returned;
    }
    this.#ending.paid = paid;
    if (paid > 1) faults.push('the payout was paid twice');
  }

  #checkEnd(): void {
    const { faults, paid } = this.#ending;
    const settled = this.#orders.filter(({ state }) => state === OrderState.PAID).length;
    if (this.#orders.some(({ state }) => state === OrderState.OPEN || state === OrderState.SUSPECT))
      faults.push('an order is stuck');
    if (settled !== paid) faults.push(`${settled} orders are paid, the wallet paid ${paid}`);
  }
}

/** Runs the life of one payout; the same seed always runs the same life. */
export const simulate = (seed: number, planted: PlantedError = {}, isTraced = false): EndState =>
  new World(seed, planted, isTraced).run();
