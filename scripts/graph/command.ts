import type { parseArgs } from 'node:util';
import { type Options, parseArguments } from '../arguments.ts';
import { UsageError } from '../usage.error.ts';

type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>['values'];

interface Definition<T extends Options, A extends string> {
  help: string;
  options: T;
  /** What the command can do, where it takes a word for that first, such as `verify` in `audit verify`. */
  actions?: readonly A[];
  run(values: Values<T>, action: A): Promise<void>;
}

/** A command of `npm run graph`. */
export interface GraphCommand {
  /** @throws UsageError for wrong arguments, Error for what went wrong */
  run(args: string[]): Promise<void>;
}

const alternatives = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const actionOf = <A extends string>(actions: readonly A[], words: readonly string[]): A => {
  const named = words.join(' ');
  const action = actions.find((each) => each === named);
  if (action) return action;
  const unknown = named && `there is no ${named}: `;
  throw new UsageError(`${unknown}say ${alternatives.format(actions)} (--help tells more)`);
};

/** Makes a command that parses its arguments, answers --help, and knows which action is asked for. */
export const graphCommand = <const T extends Options, const A extends string = never>(
  definition: Definition<T, A>,
): GraphCommand => ({
  run: async (args) => {
    const { help, options, actions } = definition;
    const { values, positionals } = parseArguments(args, options, actions !== undefined);
    if ((values as { help?: boolean }).help) return void process.stdout.write(`${help.trim()}\n`);
    const action = actions && actionOf(actions, positionals);
    return definition.run(values as Values<T>, action as A);
  },
});
