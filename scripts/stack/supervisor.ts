import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RotatingLog } from '../rotating-log.ts';
import type { Service } from '../services.ts';
import { Restarts, restartNotice } from './restart.ts';

export interface SupervisedService {
  readonly name: string;
  /** Id of the running process; undefined between a death and the restart. */
  readonly pid: number | undefined;
  /** Resolves when the service is ready, or rejects with the line that the service printed when it could not start. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  service: Service;
  env: NodeJS.ProcessEnv;
  /** Directory of the log files. */
  logs: string;
  /** Told about deaths and restarts. */
  report(line: string): void;
  /** Before a start of what keeps dying; ten seconds where it is not said. */
  longestRestartMs?: number | undefined;
}

const READY_WITHIN_MS = 120_000;
/**
 * What a request leaves behind fits in: with the default of 16 a fifth of the CPU goes into collecting it too early.
 */
const NURSERY_MB = 32;
const POLL_MS = 150;
/** Characters of what a process wrote to its error output before it died. */
const COMPLAINTS = 16 * 1024;
/** A service ends by itself within 25 s of the signal, unless it hangs. */
const KILL_AFTER_MS = 30_000;

/** Asked seven times a second of each service that starts: `fetch` takes several times as long. */
const isReady = (port: string) =>
  new Promise<boolean>((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/health/ready', timeout: 2_000, agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });

/** The line in which a process says why it cannot go on: one that begins with its name, or an uncaught error. */
const reasonIn = (text: string, name: string): string | undefined => {
  const lines = text.split('\n');
  const own = lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  return own ?? lines.find((line) => /^\w*Error: /.test(line));
};

/** Runs one service as a process of its own, and starts it again when it dies, later and later while it keeps dying. */
class ServiceSupervisor implements SupervisedService {
  readonly name: string;
  readonly #options: SupervisorOptions;
  readonly #log: RotatingLog;
  /** What each process wrote before it died, which a busy log would soon push out. */
  readonly #deaths: RotatingLog;
  readonly #restarts: Restarts;
  #child: ChildProcess | undefined;
  #isStopping = false;
  #hasBeenReady = false;
  /** Why it could not start the first time. */
  #failure: string | undefined;

  constructor(options: SupervisorOptions) {
    this.name = options.service.name;
    this.#options = options;
    this.#restarts = new Restarts(options.longestRestartMs);
    mkdirSync(options.logs, { recursive: true, mode: 0o700 });
    this.#log = new RotatingLog(join(options.logs, `${this.name}.log`));
    this.#deaths = new RotatingLog(join(options.logs, `${this.name}.deaths.log`), {
      maximumBytes: 256 * 1024,
      kept: 1,
    });
    this.#start();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!this.#hasBeenReady) {
      if (this.#failure) throw new Error(this.#failure);
      if (Date.now() > deadline) {
        throw new Error(
          `${this.name} is not ready after ${READY_WITHIN_MS / 1_000} s; see its log in ${this.#options.logs}`,
        );
      }
      await delay(POLL_MS);
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const running = this.#child;
    if (running) {
      const ended = once(running, 'exit');
      running.kill('SIGTERM');
      const kill = setTimeout(() => running.kill('SIGKILL'), KILL_AFTER_MS);
      await ended;
      clearTimeout(kill);
    }
    for (const log of [this.#log, this.#deaths]) log.close();
  }

  #start(): void {
    const { service, env } = this.#options;
    const args = [`--max-semi-space-size=${NURSERY_MB}`, '--import', './scripts/loader.mjs', service.main];
    // The IPC channel tells the child when this process dies, however it dies.
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
    this.#child = child;
    let lastWords: string | undefined;
    let complaints = '';
    child.stdout?.on('data', (text: Buffer) => this.#log.write(text));
    child.stderr?.on('data', (text: Buffer) => {
      this.#log.write(text);
      complaints = (complaints + text.toString()).slice(-COMPLAINTS);
      lastWords = reasonIn(text.toString(), this.name) ?? lastWords;
    });
    const readySince = this.#watchReadiness(child);
    child.once('exit', (code, signal) => {
      this.#child = undefined;
      const readyForMs = performance.now() - (readySince() ?? performance.now());
      // What it wrote last may arrive after its end.
      setImmediate(() => {
        const reason = lastWords ?? signal ?? `exit ${code}`;
        if (!this.#isStopping) this.#deaths.write(`${new Date().toISOString()} ended (${reason})\n${complaints}`);
        this.#onDeath(reason, readyForMs);
      });
    });
  }

  /** @returns since when the child has been ready, on the clock of `performance`; undefined until it is */
  #watchReadiness(child: ChildProcess): () => number | undefined {
    let sinceMs: number | undefined;
    const watch = async () => {
      while (this.#child === child && !(await isReady(this.#options.env.PORT ?? ''))) await delay(POLL_MS);
      if (this.#child !== child) return;
      sinceMs = performance.now();
      if (!this.#isStopping) this.#options.report(`${this.name} is ready${this.#hasBeenReady ? ' again' : ''}`);
      this.#hasBeenReady = true;
    };
    void watch();
    return () => sinceMs;
  }

  #onDeath(reason: string, readyForMs: number): void {
    if (this.#isStopping) return;
    if (!this.#hasBeenReady) {
      this.#failure = `${this.name}: ${reason}`;
      return;
    }
    const restart = this.#restarts.afterDeath(readyForMs);
    this.#options.report(`${this.name} ended (${reason})${restartNotice(restart)}`);
    setTimeout(() => this.#isStopping || this.#start(), restart.waitMs);
  }
}

export const supervise = (options: SupervisorOptions): SupervisedService => new ServiceSupervisor(options);
