import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { inheritedEnv } from '../../scripts/env.ts';
import { POSTGRES_OFFSET, processes } from '../../scripts/services.ts';
import { newDirectory } from './directory.ts';
import { freePort } from './port.ts';
import { until } from './until.ts';

/** What ended: exit code, standard output and standard error in lines. */
export interface ProcessExit {
  code: number | string | null;
  out: string[];
  err: string[];
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

const argumentsOf = (script: string, args: readonly string[]) => [
  '--import',
  './scripts/loader.mjs',
  `scripts/${script}.ts`,
  ...args,
];

/** The environment of the test, without what would turn a stack to another database. */
const environment = (extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...inheritedEnv(),
  DATABASE_URL: undefined,
  ...extra,
});

/** Runs a script as its npm command does, to its end. */
export const run = (script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<ProcessExit> =>
  new Promise((resolve) => {
    const options = { env: environment(env), timeout: 280_000 };
    execFile(process.execPath, argumentsOf(script, args), options, (error, stdout, stderr) =>
      resolve({ code: error ? (error.code ?? error.signal ?? null) : 0, out: linesOf(stdout), err: linesOf(stderr) }),
    );
  });

/** A port for a whole stack. */
export const stackPort = (): Promise<number> =>
  freePort([...processes.map(({ portOffset }) => portOffset), POSTGRES_OFFSET]);

/** A data directory, removed by the caller. */
export const dataDirectory = (): string => newDirectory('start');

const procFile = (pid: string, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
};

const statOf = (pid: string) => procFile(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];

/** The processes that `pid` has started, by their command lines. */
export const childrenOf = (pid: number): Map<number, string> => {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(statOf(name)[1]) === pid);
  return new Map(children.map((child) => [Number(child), procFile(child, 'cmdline').replaceAll('\0', ' ')]));
};

const isLiving = (pid: number) => !['Z', 'X', ''].includes(statOf(String(pid))[0] ?? '');

/** Returns the processes that still live after so long. */
export const survivors = (pids: Iterable<number>, withinMs: number): Promise<number[]> =>
  until(
    async () => [...pids].filter(isLiving),
    (left) => left.length === 0,
    withinMs,
  );

export interface StartProcess {
  pid: number;
  url: string;
  port: number;
  data: string;
  /** What it has printed so far. */
  lines(): string[];
  /** Waits for a line. */
  printed(line: RegExp): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Sends the signal and waits for the end; returns the exit code and the time it took. */
  end(name: NodeJS.Signals): Promise<{ code: number | null; tookMs: number }>;
}

export interface StartOptions {
  port: number;
  data: string;
  seed?: string;
  env?: NodeJS.ProcessEnv;
  /** The checkout that is started; this one by default. */
  cwd?: string;
}

/** A busy machine takes minutes to start a stack; what ends without the line fails at once. */
const PRINTED_WITHIN_MS = 280_000;
const READY = /^Prakerja Graph is ready at /;

const watched = (child: ChildProcess, { port, data }: StartOptions): StartProcess => {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (text += part.toString()));
  const ended = once(child, 'close') as Promise<[number | null]>;
  const lines = () => linesOf(text);
  return {
    pid: child.pid ?? 0,
    url: `http://localhost:${port}/graphql`,
    port,
    data,
    lines,
    printed: async (wanted) => {
      const find = () => lines().findLast((line) => wanted.test(line));
      const found = await until(
        async () => find(),
        (line) => line !== undefined || child.exitCode !== null,
        PRINTED_WITHIN_MS,
      );
      if (found === undefined) throw new Error(`no line ${wanted} in: ${text}`);
      return found;
    },
    signal: (name) => child.kill(name),
    end: async (name) => {
      const sinceMs = performance.now();
      child.kill(name);
      const [code] = await ended;
      return { code, tookMs: performance.now() - sinceMs };
    },
  };
};

/** `npm start` as a user would type it, at once. It is killed when the test or the file that started it ends. */
export const launch = (options: StartOptions): StartProcess => {
  const { port, data, seed = 'none', env, cwd } = options;
  const args = argumentsOf('start', ['--port', String(port), '--data', data, '--seed', seed]);
  const child = spawn(process.execPath, args, { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  return watched(child, options);
};

export interface StartedProcess extends StartProcess {
  /** Returns `ms`, or half of what this start took: how slow a busy machine is now. */
  within(ms: number): number;
}

/** `npm start` up to its last start-up line. */
export const start = async (options: StartOptions): Promise<StartedProcess> => {
  const sinceMs = performance.now();
  const started = launch(options);
  await started.printed(READY);
  const tookMs = performance.now() - sinceMs;
  return { ...started, within: (ms) => Math.max(ms, tookMs / 2) };
};
