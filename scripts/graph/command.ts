import type { parseArgs } from 'node:util';
import { type Options, parseArguments } from '../arguments.ts';
import { UsageError } from '../usage.error.ts';

type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>['values'];

interface Definition<T extends Options, A extends string> {
  help: string;
  options: T;
  /** What the command can do, where it takes a word for that first, such as `verify` in `audit verify`. */
  actions?: readonly A[];
  /** What stands after the options, such as the name of a file, where a command takes one. */
  operand?: string;
  run(values: Values<T>, action: A, operand: string): Promise<void>;
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

const operandOf = (name: string | undefined, words: readonly string[]): string => {
  if (name === undefined) return '';
  const [first, ...others] = words;
  if (first !== undefined && others.length === 0) return first;
  throw new UsageError(`say one ${name} (--help tells more)`);
};

/** Makes a command that parses its arguments, answers --help, and knows which action is asked for. */
export const graphCommand = <const T extends Options, const A extends string = never>(
  definition: Definition<T, A>,
): GraphCommand => ({
  run: async (args) => {
    const { help, options, actions, operand } = definition;
    const { values, positionals } = parseArguments(args, options, actions !== undefined || operand !== undefined);
    if ((values as { help?: boolean }).help) return void process.stdout.write(`${help.trim()}\n`);
    const action = actions && actionOf(actions, positionals);
    return definition.run(values as Values<T>, action as A, operandOf(operand, positionals));
  },
});
