import { parseArgs } from 'node:util';
import { UsageError } from './usage.error.ts';

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

/** What went wrong in one line or few, without the inside of the program; with its cause where that tells more. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError && !error.message) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${reasonOf(error.cause)}` : error.message;
};

/** Ends the process with one line that says what was wrong: with 2 for wrong arguments, else with 1. */
export const fail = (command: string, error: unknown): never => {
  process.stderr.write(`${command}: ${reasonOf(error)}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
};

/** Parses a script's arguments; `--help` prints `help`, an unknown argument ends the process with one line and 2. */
export const readArguments = (command: string, help: string, options: Options): Record<string, string | undefined> => {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } } });
    if (values.help) {
      process.stdout.write(`${help.trim()}\n`);
      process.exit(0);
    }
    return values as Record<string, string | undefined>;
  } catch (error) {
    return fail(command, new UsageError(`${(error as Error).message.split('\n')[0]} (--help lists what it takes)`));
  }
};
