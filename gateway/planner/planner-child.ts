import type { ChildProcess } from 'node:child_process';
import { startProgram } from '../child-program.ts';
import type { PlannerAnswer, PlannerQuestion, PlannerSaying } from './planner-message.ts';

/** On a busy machine a process takes some seconds to start. */
const startWithinMs = 30_000;
/** The live revision, the one before it and the next one may have two each. */
const mostSupergraphs = 6;

/** One life of the planner's process. It is asked one thing at a time: so it is known what it ended over. */
export class PlannerChild {
  /** Whether it says that it can be asked, before it ends. */
  readonly ready: Promise<boolean>;
  /** Why it ended, for the log. */
  readonly ended: Promise<string>;
  readonly #process: ChildProcess;
  /** The supergraphs that it has read, the last used one last. */
  readonly #known = new Set<string>();
  #state: 'starting' | 'ready' | 'ended' = 'starting';
  #onAnswer: ((answer: PlannerAnswer | undefined) => void) | undefined;

  /** @param program the name of the program beside this one */
  constructor(program: string) {
    const { process: child, reason } = startProgram(program, import.meta.url);
    this.#process = child;
    this.ended = new Promise((resolve) => {
      const end = (why: string) => {
        this.#state = 'ended';
        this.#onAnswer?.(undefined);
        resolve(why);
      };
      child.on('error', (error) => end(String(error)));
      child.once('close', (code, signal) => end(`${signal ?? code} ${reason()}`.trimEnd()));
    });
    const late = setTimeout(() => this.end(), startWithinMs);
    this.ready = new Promise((resolve) => {
      child.on('message', (saying: PlannerSaying) => {
        if (!('isReady' in saying)) return this.#onAnswer?.(saying);
        this.#state = 'ready';
        resolve(true);
      });
      void this.ended.then(() => resolve(false));
    });
    void this.ready.then(() => clearTimeout(late));
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  /** Whether it has read this supergraph. */
  knows(key: string): boolean {
    return this.#known.has(key);
  }

  /** @returns the answer; undefined when it ends before */
  ask({ key, supergraph, operation }: Omit<PlannerQuestion, 'dropped'>): Promise<PlannerAnswer | undefined> {
    if (!this.isReady) return Promise.resolve(undefined);
    const isKnown = this.#known.delete(key);
    const dropped = this.#known.size >= mostSupergraphs ? [...this.#known][0] : undefined;
    if (dropped !== undefined) this.#known.delete(dropped);
    this.#known.add(key);
    const question: PlannerQuestion = { key, supergraph: isKnown ? undefined : supergraph, dropped, operation };
    return new Promise((resolve) => {
      this.#onAnswer = (answer) => {
        if (answer !== undefined && 'fault' in answer && !isKnown) this.#known.delete(key);
        resolve(answer);
      };
      this.#process.send(question, () => undefined);
    });
  }

  end(): void {
    this.#state = 'ended';
    this.#process.kill('SIGKILL');
  }
}
