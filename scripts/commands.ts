import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './usage.error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Parses the arguments of a script that takes a command's name first. @throws Error with one line for a wrong argument */
export const parseCommand = <const T extends Options>(args: string[], options: T) => {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]} (--help lists what it takes)`);
  }
};
