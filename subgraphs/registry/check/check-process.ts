import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { extname } from 'node:path';
import type { Report, Task } from './check.task.ts';

const program = new URL(`./check.process${extname(import.meta.url)}`, import.meta.url);
/** Requests come first. */
const niceness = 5;
/** What a process has kept of earlier tasks takes of the memory of the next: after so many it ends. */
const MOST_TASKS = 25;
const IDLE_MS = 5_000;

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

/** How a process ended. */
interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process that performs tasks, one after the other. */
export class CheckProcess {
  readonly #limits: CheckLimits;
  readonly #child: ChildProcess;
  #tasks = 0;
  /** Ends the rest before a task. */
  #wake: () => void = () => undefined;

  constructor(limits: CheckLimits) {
    this.#limits = limits;
    const execArgv = [...process.execArgv, `--max-old-space-size=${limits.memoryMb}`];
    const stdio: ('ignore' | 'ipc')[] = ['ignore', 'ignore', 'ignore', 'ipc'];
    this.#child = fork(program, { env: {}, execArgv, stdio, serialization: 'advanced' });
    if (this.#child.pid !== undefined) lowerPriority(this.#child.pid);
  }

  /** Whether it can take another task. */
  get mayGoOn(): boolean {
    return this.#child.connected;
  }

  /** @throws CheckFault, and the process has ended */
  async perform(task: Task): Promise<unknown> {
    this.#wake();
    this.#tasks += 1;
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      this.#child.kill('SIGKILL');
    }, this.#limits.timeMs);
    const said = await this.#answer(task);
    clearTimeout(late);
    if ('result' in said) {
      if (this.#tasks === MOST_TASKS) this.#child.disconnect();
      return said.result;
    }
    if ('fault' in said) {
      this.#child.disconnect();
      throw new CheckFault('CHECK_FAILED', `the check failed: ${said.fault}`);
    }
    throw this.#faultOf(said, isLate);
  }

  /** Lets it wait for a task, without keeping this process alive; `gone` is called when it will take none any more. */
  rest(gone: () => void): void {
    const child = this.#child;
    const end = () => {
      this.#wake();
      gone();
    };
    const idle = setTimeout(() => {
      end();
      child.disconnect();
    }, IDLE_MS);
    child.once('disconnect', end);
    for (const held of [idle, child, child.channel]) held?.unref();
    this.#wake = () => {
      clearTimeout(idle);
      child.off('disconnect', end);
      for (const held of [child, child.channel]) held?.ref();
      this.#wake = () => undefined;
    };
  }

  #answer(task: Task): Promise<Report | End> {
    const child = this.#child;
    return new Promise((resolve) => {
      const answered = (said: Report) => {
        child.off('close', ended);
        resolve(said);
      };
      const ended = (code: End['code'], signal: End['signal']) => {
        child.off('message', answered);
        resolve({ code, signal });
      };
      child.once('message', answered).once('close', ended);
      child.send(task, () => undefined);
    });
  }

  #faultOf({ code, signal }: End, isLate: boolean): CheckFault {
    const { timeMs, memoryMb } = this.#limits;
    if (isLate) return new CheckFault('CHECK_TIME_EXCEEDED', `checking it takes longer than ${timeMs} ms`);
    // V8 ends a process whose heap is full by SIGABRT, a system that has no memory left by SIGKILL.
    if (signal === 'SIGABRT' || signal === 'SIGKILL')
      return new CheckFault('CHECK_MEMORY_EXCEEDED', `checking it takes more than ${memoryMb} MB of memory`);
    return new CheckFault('CHECK_FAILED', `the check ended with ${signal ?? code}`);
  }
}

const lowerPriority = (pid: number): void => {
  try {
    setPriority(pid, niceness);
  } catch {
    // It has ended already, or the system does not allow it.
  }
};
