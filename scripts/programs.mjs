// Programs of which all modules are one file, as the tests make them: a stack that loads them so takes a third less CPU.
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The name of a program in the directory of those that are whole. */
export const nameOf = (source) => relative('.', source).replaceAll(/[\\/]/g, '.').replace(/\.ts$/, '');

/** Lets every process that this one starts take its program from a directory. */
export const runProgramsOf = (directory) => {
  process.env.PROGRAMS = directory;
};

/** This process's program and what Node loads in its place; nothing where there is no such directory or file. */
export const wholeProgram = () => {
  const directory = process.env.PROGRAMS;
  const [, main] = process.argv;
  // Made of the sources of one checkout; of another one they would be the wrong ones.
  if (!directory?.startsWith(root) || !main?.endsWith('.ts')) return undefined;
  const file = join(directory, `${nameOf(main)}.mjs`);
  if (!existsSync(file)) return undefined;
  const whole = { url: pathToFileURL(file).href, format: 'module', shortCircuit: true };
  return { source: pathToFileURL(resolve(main)).href, whole };
};
