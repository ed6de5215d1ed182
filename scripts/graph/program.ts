import { existsSync } from 'node:fs';
import { UsageError } from '../usage.error.ts';
import { commands, help } from './commands.ts';

const source = 'scripts/graph.ts';

/** What went wrong, and the command that says so. */
export interface CommandFailure {
  command: string;
  error: unknown;
}

/** Runs what `npm run graph --` is followed by, to its end. */
export const runProgram = async ([name, ...args]: readonly string[]): Promise<CommandFailure | undefined> => {
  if (name === '--help' || name === '-h') return void process.stdout.write(help);
  if (!name) return { command: 'graph', error: new UsageError('say which command (--help lists them)') };
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) return { command: 'graph', error: new UsageError(`there is no command ${name} (--help lists them)`) };
  if (entry.isOfCheckout && !existsSync(source))
    return { command: name, error: new Error('it runs in a checkout of the source, which the image has not') };
  try {
    const { command } = await entry.load();
    await command.run(args);
    return undefined;
  } catch (error) {
    return { command: name, error };
  }
};
