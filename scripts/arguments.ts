import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './usage.error.ts';

export type Options = NonNullable<ParseArgsConfig['options']>;

const helpOption = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * Parses arguments as every command takes them; `--help` and `-h` are always among the options.
 * @throws UsageError with one line for an argument that is not taken
 */
export const parseArguments = <const T extends Options>(args: string[], options: T, allowPositionals = false) => {
  try {
    return parseArgs({ args, options: { ...options, ...helpOption }, allowPositionals });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(/\n|\. /)[0]} (--help lists what it takes)`);
  }
};

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
    const values: Record<string, unknown> = parseArguments(process.argv.slice(2), options).values;
    if (values.help) {
      process.stdout.write(`${help.trim()}\n`);
      process.exit(0);
    }
    return values as Record<string, string | undefined>;
  } catch (error) {
    return fail(command, error);
  }
};
