import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Service } from '../services.ts';

export interface Supervised {
  readonly name: string;
  /** Of the process that runs now; undefined between a death and the restart. */
  readonly pid: number | undefined;
  /** Answers when the service is ready, or fails with the line that it printed when it could not start. */
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
}

const RESTART_AFTER_MS = 500;
const READY_WITHIN_MS = 60_000;

const isReady = async (port: string) => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

/** The line in which a process says why it cannot go on: one that begins with its name, or an uncaught error. */
const reasonIn = (text: string, name: string) => {
  const lines = text.split('\n');
  const reason = lines.find((line) => line.startsWith(`${name}: `)) ?? lines.find((line) => /^\w*Error: /.test(line));
  return reason?.startsWith(`${name}: `) === false ? `${name}: ${reason}` : reason;
};

/** Runs one service as a process of its own, and starts it again when it dies. */
export const supervise = ({ service, env, logs, report }: SupervisorOptions): Supervised => {
  mkdirSync(logs, { recursive: true });
  const log = createWriteStream(join(logs, `${service.name}.log`), { flags: 'a' });
  let child: ChildProcess | undefined;
  let isStopping = false;
  let hasBeenReady = false;
  let failure: string | undefined;

  const start = () => {
    const args = ['--import', './scripts/loader.mjs', service.main];
    // The IPC channel tells the child when this process dies, however it dies.
    const started = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true });
    child = started;
    let lastWords = '';
    started.stdout?.pipe(log, { end: false });
    started.stderr?.pipe(log, { end: false });
    started.stderr?.on('data', (text: Buffer) => {
      lastWords = reasonIn(text.toString(), service.name) ?? lastWords;
    });
    started.once('exit', (code, signal) => {
      child = undefined;
      if (isStopping) return;
      if (!hasBeenReady) {
        failure = lastWords || `${service.name} ended with ${signal ?? code}`;
        return;
      }
      report(`${service.name} ended (${signal ?? `exit ${code}`}); starting it again`);
      setTimeout(() => isStopping || start(), RESTART_AFTER_MS);
    });
  };

  start();
  return {
    name: service.name,
    get pid() {
      return child?.pid;
    },
    ready: async () => {
      const deadline = Date.now() + READY_WITHIN_MS;
      while (!(await isReady(env.PORT ?? ''))) {
        if (failure) throw new Error(failure);
        if (Date.now() > deadline) throw new Error(`${service.name} is not ready after 60 s; see its log in ${logs}`);
        await delay(50);
      }
      hasBeenReady = true;
    },
    stop: async () => {
      isStopping = true;
      const running = child;
      if (running) {
        const ended = once(running, 'exit');
        running.kill('SIGTERM');
        await ended;
      }
      log.end();
    },
  };
};
