import { setTimeout as delay } from 'node:timers/promises';
import type { CheckService } from './check.service.ts';

/** Keeps asking what is due, at once when it is told so. */
export class CheckWorker {
  readonly #checks: Pick<CheckService, 'run'>;
  readonly #everyMs: number;
  readonly #onFailure: (error: unknown) => void;
  readonly #stopping = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(checks: Pick<CheckService, 'run'>, everyMs: number, onFailure: (error: unknown) => void) {
    this.#checks = checks;
    this.#everyMs = everyMs;
    this.#onFailure = onFailure;
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** Looks for what is due now. */
  nudge = (): void => this.#wake.abort();

  /** Ends after what is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.abort();
    await this.#running;
  }

  async #loop(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#wake = new AbortController();
      const asked = await this.#checks.run().catch((error: unknown) => {
        this.#onFailure(error);
        return 0;
      });
      if (asked === 0) await this.#rest();
    }
  }

  async #rest(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    await delay(this.#everyMs, undefined, { signal: this.#wake.signal }).catch(() => undefined);
  }
}
