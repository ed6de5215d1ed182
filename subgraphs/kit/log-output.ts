import { fstatSync, writeSync } from 'node:fs';

const STANDARD_OUTPUT = 1;
/** Lines wait for so long to be written together, and are lost when the process is killed with -9 meanwhile. */
const GATHERED_MS = 10;
/** As much of it is written at once as a pipe takes without waiting for its reader. */
const AT_ONCE = 32 * 1024;
/** Lines that wait for a reader that stands still; further ones are lost. */
const MOST_WAITING = 4 * 1024 * 1024;
const AGAIN_MS = 50;
/** A process that ends waits so long for a reader. */
const LAST_WAIT_MS = 500;
const LAST_LOOK_MS = 10;

const nothing = Buffer.alloc(0);

/** The end of a log, which takes one line after the other. */
export interface LogOutput {
  write(line: string): void;
  /** Writes what waits, if its reader takes it. The end of the process does so too, unless it is killed. */
  flush(): void;
}

/** A pipe whose reader stands still would hold up whoever writes: Node's own stream of it makes it say so instead. */
const unblock = (): void => {
  const kind = fstatSync(STANDARD_OUTPUT);
  if (kind.isFIFO() || kind.isSocket()) void process.stdout;
};

const isFull = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EAGAIN';

const pause = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/**
 * Standard output for the logs of a process. What cannot be written costs lines, and neither the service nor its end: on a
 * disk that is full they are lost at once, and for a reader that stands still some megabytes wait.
 */
class StandardOutput implements LogOutput {
  #text = '';
  /** What is being written, less what has been. */
  #rest: Buffer = nothing;
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    unblock();
    process.on('exit', () => this.flush());
  }

  write(line: string): void {
    if (this.#text.length + this.#rest.length > MOST_WAITING) return;
    this.#text += line;
    if (this.#rest.length === 0 && this.#text.length >= AT_ONCE) this.#send();
    else this.#timer ??= setTimeout(this.#send, GATHERED_MS).unref();
  }

  flush(): void {
    const until = performance.now() + LAST_WAIT_MS;
    this.#send();
    while (this.#rest.length > 0 && performance.now() < until) {
      pause(LAST_LOOK_MS);
      this.#send();
    }
  }

  /** Writes as much as is taken now; what is not is tried again. */
  readonly #send = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#rest.length > 0 || this.#text !== '') {
      if (this.#rest.length === 0) {
        this.#rest = Buffer.from(this.#text);
        this.#text = '';
      }
      try {
        this.#rest = this.#rest.subarray(writeSync(STANDARD_OUTPUT, this.#rest));
      } catch (error) {
        if (isFull(error)) {
          this.#timer = setTimeout(this.#send, AGAIN_MS).unref();
          return;
        }
        this.#rest = nothing;
      }
    }
  };
}

let output: LogOutput | undefined;

/** The one output of all logs of this process, so that their lines stay whole and in order. */
export const logOutput = (): LogOutput => {
  output ??= new StandardOutput();
  return output;
};
