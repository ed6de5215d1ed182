import { createHash } from 'node:crypto';
import { FatalOperations } from './fatal-operations.ts';
import type { OpenPlans, PlanSource } from './plan-source.ts';
import { plannerBusy } from './planner-busy.ts';
import { PlannerChild } from './planner-child.ts';
import type { PlannerAnswer, PlanRequest } from './planner-message.ts';
import { PlannerQueue, type PlannerTask } from './planner-queue.ts';
import { FatalOperation } from './unplanned-operation.ts';

/** A plan takes about a millisecond. */
const planWithinMs = 3000;
const readWithinMs = 30_000;
/** After so many starts in vain nobody waits for the next one any more. */
const mostFailedStarts = 3;
const longestPauseMs = 5000;

/** Why the process ended: over a question, by us because it took too long, or while nothing was asked. */
export const restartCauses = ['aborted', 'slow', 'idle'] as const;
export type RestartCause = (typeof restartCauses)[number];

export const planEnds = ['planned', 'unplanned', 'ended'] as const;
export type PlanEnd = (typeof planEnds)[number];

export interface PlannerProcessOptions {
  log: { warn(details: object, message: string): void };
  onPlan?: ((durationMs: number, end: PlanEnd) => void) | undefined;
  onRestart?: ((cause: RestartCause) => void) | undefined;
  /** The name of another program, in tests. */
  program?: string | undefined;
  /** Time for one plan, in tests. */
  withinMs?: number | undefined;
}

type Subject = Pick<PlannerTask, 'key' | 'supergraph'>;

/**
 * The native planner in a process of its own, which it may end: it is started again, and what it ended over is asked
 * once more. An operation over which it ended twice is refused for some minutes.
 */
export class PlannerProcess {
  readonly #options: PlannerProcessOptions;
  readonly #queue = new PlannerQueue();
  readonly #fatal = new FatalOperations();
  #child: PlannerChild;
  #isBusy = false;
  #isLate = false;
  #failedStarts = 0;
  #pause: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** The supergraph that was used last: a new process reads it ahead of need. */
  #latest: Subject | undefined;

  constructor(options: PlannerProcessOptions) {
    this.#options = options;
    this.#child = this.#start();
  }

  /** The id of the process. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  readonly open: OpenPlans = async (supergraph) => {
    const subject = { key: createHash('sha256').update(supergraph).digest('base64url'), supergraph };
    const answer = await this.#ask(subject, undefined).catch((error: unknown) => {
      throw error instanceof FatalOperation
        ? new Error(`the planner ended over the supergraph: ${error.message}`)
        : error;
    });
    return this.#sourceOf(subject, answer.percentages);
  };

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#pause);
    this.#child.end();
    await this.#child.ended;
    this.#queue.rejectAll(() => plannerBusy());
  }

  #sourceOf(subject: Subject, percentages: readonly number[]): PlanSource {
    return {
      percentages,
      plan: async (operation) => {
        const scope = `${subject.key} ${percentages.filter((each) => each < operation.percentage).length}`;
        const reason = this.#fatal.reasonFor(scope, operation.text);
        if (reason !== undefined) throw new FatalOperation(reason, { isKnown: true });
        try {
          return (await this.#ask(subject, operation)).node;
        } catch (error) {
          if (!(error instanceof FatalOperation)) throw error;
          const told = this.#fatal.add(scope, operation.text, error.message);
          this.#options.log.warn({ reason: told }, 'an operation ended the planner twice');
          throw new FatalOperation(told, { isKnown: false });
        }
      },
    };
  }

  async #ask(subject: Subject, operation: PlanRequest | undefined) {
    const answer = await new Promise<PlannerAnswer>((resolve, reject) => {
      const isTaken = !this.#isStopped && this.#queue.add({ ...subject, operation, deaths: 0, resolve, reject });
      if (isTaken) void this.#work();
      else reject(plannerBusy());
    });
    if ('fault' in answer) throw new Error(answer.fault);
    return answer;
  }

  #start(): PlannerChild {
    const child = new PlannerChild(this.#options.program ?? 'planner.process');
    let hadBegun = false;
    void child.ready.then((isReady) => {
      hadBegun = isReady;
      if (isReady) this.#begin();
    });
    void child.ended.then((reason) => {
      const cause = this.#isLate ? 'slow' : this.#isBusy ? 'aborted' : 'idle';
      this.#isLate = false;
      this.#startAgain(reason, { cause, hadBegun });
    });
    return child;
  }

  #begin(): void {
    this.#failedStarts = 0;
    const ahead = this.#queue.isEmpty ? this.#latest : undefined;
    // It may be what the process ends over.
    this.#latest = undefined;
    if (ahead) this.#ask(ahead, undefined).catch(() => undefined);
    void this.#work();
  }

  #startAgain(reason: string, { cause, hadBegun }: { cause: RestartCause; hadBegun: boolean }): void {
    if (this.#isStopped) return;
    this.#failedStarts += hadBegun ? 0 : 1;
    this.#options.log.warn({ reason, cause }, 'the planner ended, and is started again');
    this.#options.onRestart?.(cause);
    if (this.#failedStarts >= mostFailedStarts) {
      this.#queue.rejectAll(({ operation }) => (operation ? plannerBusy() : new Error(`the planner ends: ${reason}`)));
    }
    const pauseMs = this.#failedStarts === 0 ? 0 : Math.min(100 * 2 ** this.#failedStarts, longestPauseMs);
    this.#pause = setTimeout(() => {
      try {
        this.#child = this.#start();
      } catch (error) {
        // A system without memory for a process says so by an exception.
        this.#startAgain(String(error), { cause: 'idle', hadBegun: false });
      }
    }, pauseMs);
  }

  /** Asks what waits, one after the other. */
  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let task = this.#take(); task; task = this.#take()) await this.#runTask(task, this.#child);
    this.#isBusy = false;
  }

  #take(): PlannerTask | undefined {
    return this.#child.isReady ? this.#queue.take() : undefined;
  }

  async #runTask(task: PlannerTask, child: PlannerChild): Promise<void> {
    const answer = await this.#answerOf(task, child);
    if (answer !== undefined) {
      if (!('fault' in answer)) this.#latest = { key: task.key, supergraph: task.supergraph };
      return task.resolve(answer);
    }
    const reason = await child.ended;
    task.deaths += 1;
    if (this.#isStopped) task.reject(plannerBusy());
    else if (task.deaths === 1) this.#queue.putBack(task);
    else task.reject(new FatalOperation(`the planner ended twice: ${reason}`, { isKnown: false }));
  }

  /** @returns undefined when the process ends over it */
  async #answerOf(task: PlannerTask, child: PlannerChild): Promise<PlannerAnswer | undefined> {
    const { key, supergraph, operation } = task;
    if (operation === undefined || !child.knows(key)) {
      const read = await this.#askWithin(readWithinMs, { key, supergraph, operation: undefined }, child);
      if (operation === undefined || read === undefined || 'fault' in read) return read;
    }
    const startedAt = performance.now();
    const answer = await this.#askWithin(this.#options.withinMs ?? planWithinMs, task, child);
    const end = answer === undefined ? 'ended' : 'fault' in answer ? 'unplanned' : 'planned';
    this.#options.onPlan?.(performance.now() - startedAt, end);
    return answer;
  }

  async #askWithin(ms: number, question: Subject & Pick<PlannerTask, 'operation'>, child: PlannerChild) {
    const late = setTimeout(() => {
      this.#isLate = true;
      child.end();
    }, ms);
    const answer = await child.ask(question);
    clearTimeout(late);
    return answer;
  }
}
