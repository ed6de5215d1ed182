import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises';
import type { Work } from '../../kit/feature.ts';
import type { Logger } from '../../kit/log.ts';
import { periodic } from '../../kit/periodic.ts';
import { finishBatches } from '../batch/index.ts';
import type { PartnerAdapter } from '../partner/index.ts';
import { type ClaimNeeds, ClaimService } from './claim.service.ts';
import { type EngineSettings, rulesOf } from './engine.settings.ts';
import type { Heard, HearService } from './hear.service.ts';
import { OVERDUE } from './order.statement.ts';
import { OrderState } from './order.status.ts';
import { PartnerQueue } from './partner-queue.ts';

const AFTER_ERROR_MS = 500;
const HOUSEKEEPING_MS = 5_000;
/** Answers that wait to be written; more, and nothing new is claimed. */
const MOST_WAITING = 5_000;
const MOST_WRITTEN = 1_000;
/** How long after it would be a suspect an order is one without having been looked up. */
const GRACE_MS = 3_600_000;

export interface EngineNeeds extends ClaimNeeds {
  partners: readonly PartnerAdapter[];
  settings: EngineSettings;
  hears: HearService;
  log: Pick<Logger, 'error'>;
}

/**
 * Sends approved payouts to partners and follows each order up until its end. Any number of processes may run one: what
 * one claims, the others pass over, and what one leaves behind, another looks up.
 */
export class Engine implements Work {
  readonly #needs: EngineNeeds;
  readonly #queues: readonly PartnerQueue[];
  readonly #housekeeping: Work;
  readonly #loops: Promise<void>[] = [];
  #waiting: Heard[] = [];
  #writing: Promise<void> | null = null;
  #isStopping = false;
  readonly #stopping = new AbortController();

  constructor(needs: EngineNeeds) {
    this.#needs = needs;
    const claims = new ClaimService(needs);
    const { settings, log, now } = needs;
    for (const { code, resendWaitMs } of needs.partners) {
      if (resendWaitMs <= settings.callMs)
        throw new RangeError(
          `${code} waits ${resendWaitMs} ms before it repeats, and a call takes ${settings.callMs} ms`,
        );
    }
    const onError = (err: unknown) => log.error({ err }, 'payouts were interrupted, and go on');
    const hear = (heard: Heard) => this.#hear(heard);
    this.#queues = needs.partners.map((partner) => new PartnerQueue({ partner, settings, claims, now, hear, onError }));
    const failure = 'payouts were not looked after';
    this.#housekeeping = periodic(() => this.keepHouse(), { log, everyMs: HOUSEKEEPING_MS, failure });
  }

  start(): void {
    this.#housekeeping.start();
    for (const queue of this.#queues) this.#loops.push(this.#run(queue));
  }

  /** Ends after the calls that are under way, with all answers written. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#stopping.abort();
    await this.#housekeeping.stop();
    await Promise.all(this.#loops);
    await Promise.all(this.#queues.map((queue) => queue.stop()));
    await this.#settled();
  }

  /** Works until nothing is due: what waits for a later moment is left. */
  async drain(): Promise<void> {
    for (;;) {
      const claimed = await Promise.all(this.#queues.map((queue) => queue.turn()));
      while (!this.#queues.every((queue) => queue.isIdle)) {
        await delay(1);
        for (const queue of this.#queues) queue.pump();
      }
      await this.#settled();
      if (claimed.every((count) => count === 0)) return;
    }
  }

  /** Ends batches, and makes suspects of what could not be looked up for too long. */
  async keepHouse(): Promise<void> {
    const { database, now, partners, settings, hears } = this.#needs;
    const at = now();
    const since = new Date(at.getTime() - settings.suspectAfterMs - GRACE_MS);
    await database.orm.em.fork().transactional(async (em) => {
      for (const { code } of partners) {
        const ids = (await database.rows(OVERDUE, [code, at, since])).map(({ id }) => id);
        const orders = ids.length > 0 ? await hears.lock(em, ids) : [];
        const change = { kind: 'MOVED', state: OrderState.SUSPECT } as const;
        const open = orders.filter(({ state }) => state === OrderState.OPEN);
        await hears.apply(
          em,
          open.map((order) => ({ order, change, code: null, partnerReference: null })),
        );
      }
      await finishBatches(em, at);
    });
  }

  async #run(queue: PartnerQueue): Promise<void> {
    while (!this.#isStopping) {
      try {
        const isBehind = this.#waiting.length > MOST_WAITING;
        const claimed = isBehind ? 0 : await queue.turn();
        if (claimed === 0) await this.#rest(queue);
        else await this.#workOff(queue);
      } catch (err) {
        this.#needs.log.error({ err }, 'no payouts were claimed');
        await this.#sleep(AFTER_ERROR_MS);
      }
    }
  }

  /** Waits until there is room in the queue. When the breaker has stopped all calls, none of them begins the next one. */
  async #workOff(queue: PartnerQueue): Promise<void> {
    while (!queue.isHungry && !this.#isStopping) {
      await delay(2);
      queue.pump();
    }
  }

  /** Rests until something may be due; calls that are held up by the breaker are begun meanwhile. */
  async #rest(queue: PartnerQueue): Promise<void> {
    const { idleMs } = this.#needs.settings;
    await this.#sleep(queue.isHungry ? idleMs : Math.min(idleMs, 20));
    queue.pump();
  }

  async #sleep(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  #hear(heard: Heard): void {
    this.#waiting.push(heard);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
  }

  /** Writes all that was heard, as one after the other: what arrives meanwhile goes together next. */
  async #write(): Promise<void> {
    // What arrives with the same turn goes together.
    await immediate();
    const { database, hears } = this.#needs;
    while (this.#waiting.length > 0) {
      const heard = this.#take();
      try {
        await database.orm.em.fork().transactional(async (em) => hears.hear(em, heard, this.#rulesOf));
      } catch (err) {
        this.#needs.log.error({ err }, 'answers of partners were not written, and are kept');
        this.#waiting.unshift(...heard);
        await delay(AFTER_ERROR_MS);
      }
    }
  }

  /** Takes answers to be written together, one for each order: a second one waits for what the first one changes. */
  #take(): Heard[] {
    const taken = new Map<string, Heard>();
    const left: Heard[] = [];
    for (const heard of this.#waiting) {
      if (taken.size < MOST_WRITTEN && !taken.has(heard.order)) taken.set(heard.order, heard);
      else left.push(heard);
    }
    this.#waiting = left;
    return [...taken.values()];
  }

  readonly #rulesOf = (code: string) => {
    const partner = this.#needs.partners.find((each) => each.code === code);
    if (!partner) throw new Error(`an order names the partner ${code}, which this process does not have`);
    return rulesOf(partner, this.#needs.settings);
  };

  async #settled(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }
}
