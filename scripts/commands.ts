import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Parses the arguments of a script that takes a command's name first. @throws Error with one line for a wrong argument */
export const parseCommand = <const T extends Options>(args: string[], options: T) => {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Error(`${(error as Error).message.split('. ')[0]} (--help lists what it takes)`);
  }
};
