import { existsSync } from 'node:fs';
import { fail } from './arguments.ts';
import { commands, help } from './graph/commands.ts';
import { UsageError } from './usage.error.ts';

const source = 'scripts/graph.ts';

const main = async ([name, ...args]: string[]): Promise<void> => {
  if (name === '--help' || name === '-h') return void process.stdout.write(help);
  if (!name) throw new UsageError('say which command (--help lists them)');
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw new UsageError(`there is no command ${name} (--help lists them)`);
  if (entry.isOfCheckout && !existsSync(source))
    return fail(name, new Error('it runs in a checkout of the source, which the image has not'));
  const { command } = await entry.load();
  await command.run(args).catch((error: unknown) => fail(name, error));
};

main(process.argv.slice(2)).catch((error: unknown) => fail('graph', error));
