import { setTimeout as delay } from 'node:timers/promises';
import type { Work } from '../../kit/feature.ts';
import type { Logger } from '../../kit/log.ts';
import { periodic } from '../../kit/periodic.ts';
import { MOST_QUESTIONS } from './civil-registry.port.ts';
import type { MatchService } from './match.service.ts';

interface WorkerOptions {
  matches: Pick<MatchService, 'run'>;
  log: Pick<Logger, 'error'>;
  now: () => Date;
  /** Calls that are under way at once. */
  atOnce: number;
}

const EVERY_MS = 500;
/** How much longer it rests than it works, of each full call: people who register go first. */
const RESTS = 3;

/** Asks the civil registry about all who wait, some calls at once, and leaves it alone while it does not answer. */
export class MatchWorker implements Work {
  readonly #options: WorkerOptions;
  readonly #looking: Work;
  #restUntil = 0;
  #isStopping = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
    const failure = 'people who wait for the civil registry were not asked about';
    this.#looking = periodic(() => this.tick(), { log: options.log, everyMs: EVERY_MS, failure });
  }

  start(): void {
    this.#looking.start();
  }

  /** Ends after the calls that are under way. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#looking.stop();
  }

  /** Asks about all who are due now. */
  async tick(): Promise<void> {
    const { now, atOnce } = this.#options;
    if (now().getTime() < this.#restUntil) return;
    // The first one tells whether the registry answers, and whether there is more.
    if (!(await this.#next())) return;
    await Promise.all(Array.from({ length: atOnce }, () => this.#untilNone()));
  }

  async #untilNone(): Promise<void> {
    while (!this.#isStopping && (await this.#next()));
  }

  async #next(): Promise<boolean> {
    const { matches, now } = this.#options;
    if (now().getTime() < this.#restUntil) return false;
    const { asked, restMs, workMs } = await matches.run();
    if (restMs > 0) this.#restUntil = now().getTime() + restMs;
    if (asked === MOST_QUESTIONS) await delay(workMs * RESTS);
    return asked > 0;
  }
}
