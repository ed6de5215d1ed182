import { Readable } from 'node:stream';
import { reasonOf } from '../../scripts/arguments.ts';
import { runProgram } from '../../scripts/graph/program.ts';
import { UsageError } from '../../scripts/usage.error.ts';
import { withEnv } from './env.ts';

/** What a command left when it ended: what it wrote, and its exit code. */
export interface CommandExit {
  out: string;
  err: string;
  code: number;
}

interface CommandOptions {
  /** Variables beside those of the test; undefined takes one away. */
  env?: NodeJS.ProcessEnv;
  /** What is typed. */
  input?: string;
}

type Write = typeof process.stdout.write;

/** Collects what is written to a stream of this process until it is given back. */
const collect = (stream: NodeJS.WriteStream) => {
  const { write } = stream;
  const pieces: Buffer[] = [];
  stream.write = ((piece: string | Uint8Array, ...rest: unknown[]) => {
    pieces.push(Buffer.from(piece as string));
    const done = rest.find((each) => typeof each === 'function') as (() => void) | undefined;
    if (done) process.nextTick(done);
    return true;
  }) as Write;
  return {
    text: () => Buffer.concat(pieces).toString(),
    giveBack: () => {
      stream.write = write;
    },
  };
};

const typing = (input: string) => {
  const before = Object.getOwnPropertyDescriptor(process, 'stdin');
  Object.defineProperty(process, 'stdin', { value: Readable.from([input]), configurable: true });
  return { giveBack: () => before && Object.defineProperty(process, 'stdin', before) };
};

/** Counts a command's failure as its program does: 2 for wrong arguments, else 1. */
const codeOf = (error: unknown) => (error instanceof UsageError ? 2 : 1);

const runNow = (args: readonly string[], { env = {}, input = '' }: CommandOptions): Promise<CommandExit> =>
  withEnv({ DATABASE_URL: undefined, ...env }, async () => {
    const out = collect(process.stdout);
    const err = collect(process.stderr);
    const typed = typing(input);
    const { exitCode } = process;
    process.exitCode = undefined;
    try {
      const failure = await runProgram(args);
      if (failure) process.stderr.write(`${failure.command}: ${reasonOf(failure.error)}\n`);
      const code = failure ? codeOf(failure.error) : Number(process.exitCode ?? 0);
      return { out: out.text(), err: err.text(), code };
    } finally {
      process.exitCode = exitCode;
      for (const changed of [out, err, typed]) changed.giveBack();
    }
  });

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `npm run graph -- …` in this process, to its end: a process of its own would load a thousand modules for each call.
 * Calls that are made at once run one after the other.
 */
export const runCommand = (args: readonly string[], options: CommandOptions = {}): Promise<CommandExit> => {
  const run = last.then(() => runNow(args, options));
  last = run.catch(() => undefined);
  return run;
};
