import type { Task, Tasks } from './check.task.ts';
import { CheckFault, type CheckLimits, CheckProcess } from './check-process.ts';

/** Checks at one time: each may take a processor and its share of memory. */
const atOnce = 2;

/**
 * Checks and composes in processes of their own, with a limit of time and memory: what somebody publishes can be made to
 * take any amount of both, and the service answers others meanwhile. One that answered waits a while for the next task:
 * to load the modules again takes as long as a check.
 */
export class ChecksApart {
  readonly #limits: CheckLimits;
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #idle: CheckProcess[] = [];

  constructor(limits: CheckLimits) {
    this.#limits = limits;
  }

  /** @throws CheckFault where the process ended without an answer */
  run<Kind extends keyof Tasks>(task: Tasks[Kind]['task'] & { kind: Kind }): Promise<Tasks[Kind]['result']> {
    return this.#inTurn(() => this.#perform(task) as Promise<Tasks[Kind]['result']>);
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running === atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #perform(task: Task): Promise<unknown> {
    const waiting = this.#idle.pop();
    if (!waiting) return this.#performIn(new CheckProcess(this.#limits), task);
    try {
      return await this.#performIn(waiting, task);
    } catch (error) {
      if (error instanceof CheckFault && error.code === 'CHECK_TIME_EXCEEDED') throw error;
      // What it kept of earlier tasks is not this one's fault.
      return this.#performIn(new CheckProcess(this.#limits), task);
    }
  }

  async #performIn(own: CheckProcess, task: Task): Promise<unknown> {
    const result = await own.perform(task);
    if (own.mayGoOn) {
      this.#idle.push(own);
      own.rest(() => void this.#idle.splice(this.#idle.indexOf(own), 1));
    }
    return result;
  }
}
