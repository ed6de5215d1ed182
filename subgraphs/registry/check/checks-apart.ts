import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { extname } from 'node:path';
import type { Report, Task, Tasks } from './check.task.ts';

const program = new URL(`./check.process${extname(import.meta.url)}`, import.meta.url);
/** Requests come first. */
const niceness = 5;
/** Checks at one time: each may take a processor and its share of memory. */
const atOnce = 2;

export interface CheckLimits {
  timeMs: number;
  /** The most that the process's heap may take. */
  memoryMb: number;
}

/** A check that ended without an answer, by what was sent or by its limits. */
export class CheckFault extends Error {
  readonly code: 'CHECK_TIME_EXCEEDED' | 'CHECK_MEMORY_EXCEEDED' | 'CHECK_FAILED';

  constructor(code: CheckFault['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Checks and composes each in a process of its own, with a limit of time and memory: what somebody publishes can be made
 * to take any amount of both, and the service answers others meanwhile.
 */
export class ChecksApart {
  readonly #limits: CheckLimits;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

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
    const { timeMs, memoryMb } = this.#limits;
    const execArgv = [...process.execArgv, `--max-old-space-size=${memoryMb}`];
    const stdio: ('ignore' | 'ipc')[] = ['ignore', 'ignore', 'ignore', 'ipc'];
    const child = fork(program, { env: {}, execArgv, stdio, serialization: 'advanced' });
    if (child.pid !== undefined) lowerPriority(child.pid);
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, timeMs);
    let report: Report | undefined;
    child.once('message', (said: Report) => {
      report = said;
    });
    child.send(task, () => undefined);
    const [code, signal] = await once(child, 'close');
    clearTimeout(late);
    if (report && 'result' in report) return report.result;
    if (report) throw new CheckFault('CHECK_FAILED', `the check failed: ${report.fault}`);
    if (isLate) throw new CheckFault('CHECK_TIME_EXCEEDED', `checking it takes longer than ${timeMs} ms`);
    // V8 ends a process whose heap is full by SIGABRT, a system that has no memory left by SIGKILL.
    if (signal === 'SIGABRT' || signal === 'SIGKILL')
      throw new CheckFault('CHECK_MEMORY_EXCEEDED', `checking it takes more than ${memoryMb} MB of memory`);
    throw new CheckFault('CHECK_FAILED', `the check ended with ${signal ?? code}`);
  }
}

const lowerPriority = (pid: number): void => {
  try {
    setPriority(pid, niceness);
  } catch {
    // It has ended already, or the system does not allow it.
  }
};
