import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { fail, readArguments } from '../arguments.ts';
import { UsageError } from '../usage.error.ts';

export interface Bench {
  name: string;
  help: string;
  options: NonNullable<Parameters<typeof readArguments>[2]>;
}

export interface BenchRun {
  values: Record<string, string | undefined>;
  /** What is undone at the end, the latest first, however the benchmark ends. */
  ending: AsyncDisposableStack;
  /** A new directory, removed at the end. */
  directory(): string;
  /** A whole number above 0. @throws UsageError */
  count(option: string): number;
}

/** What a query that was cut off holds up is ended with the server. */
const POOL_ENDS_MS = 1_000;

/** A pool that is ended before its server, and to which an end of the server is no news. */
export const openPool = (ending: AsyncDisposableStack, options: pg.PoolConfig): pg.Pool => {
  const pool = new pg.Pool(options);
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  ending.defer(() => Promise.race([pool.end(), delay(POOL_ENDS_MS, undefined, { ref: false })]));
  return pool;
};

export const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const countOf = (option: string, text = ''): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--${option} takes a whole number from 1; it was ${text}`);
};

/** Ends with 130 or 143 when it is interrupted, as a shell would say it. */
const stopOnSignals = (name: string, ending: AsyncDisposableStack): (() => boolean) => {
  let isStopping = false;
  const stop = async (signal: 'SIGINT' | 'SIGTERM') => {
    const code = 128 + constants.signals[signal];
    if (isStopping) process.exit(code);
    isStopping = true;
    process.stderr.write(`${name}: stopping …\n`);
    await ending.disposeAsync().catch(() => undefined);
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  return () => isStopping;
};

/**
 * Runs a benchmark to its end and ends the process: with 0 when `work` says that it passes, 1 when it does not or when
 * something failed, 2 for wrong arguments, 130 after Ctrl-C. All that it started is stopped before.
 */
export const runBench = async ({ name, help, options }: Bench, work: (run: BenchRun) => Promise<boolean>) => {
  const command = `bench:${name}`;
  const values = readArguments(command, help, options);
  const ending = new AsyncDisposableStack();
  // Who reads it may have gone, as `head` does: what was started is stopped all the same.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const isStopping = stopOnSignals(command, ending);
  const directory = () => {
    const made = mkdtempSync(join(tmpdir(), `prakerja-bench-${name}-`));
    ending.defer(() => rmSync(made, { recursive: true, force: true }));
    return made;
  };
  const count = (option: string) => countOf(option, values[option]);
  const start = async () => work({ values, ending, directory, count });
  const settled = await Promise.allSettled([start()]);
  // What an interruption broke failed because of it: the handler of the signal ends the process.
  if (isStopping()) return;
  const [outcome] = settled;
  await ending.disposeAsync().catch((error: unknown) => fail(command, error));
  if (outcome.status === 'rejected') fail(command, outcome.reason);
  else process.exit(outcome.value ? 0 : 1);
};
