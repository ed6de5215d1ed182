import { parseArgs } from 'node:util';

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

/** Ends the process with one line that says what was wrong. */
export const fail = (command: string, error: unknown): never => {
  process.stderr.write(`${command}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
};

/** Parses a script's arguments; `--help` prints `help`, an unknown argument ends the process with one line. */
export const readArguments = (command: string, help: string, options: Options): Record<string, string | undefined> => {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } } });
    if (values.help) {
      process.stdout.write(`${help.trim()}\n`);
      process.exit(0);
    }
    return values as Record<string, string | undefined>;
  } catch (error) {
    return fail(command, `${(error as Error).message.split('\n')[0]} (--help lists what it takes)`);
  }
};
