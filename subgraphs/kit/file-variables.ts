import { readFileSync } from 'node:fs';
import type { z } from 'zod';

const SUFFIX = '_FILE';

/** The names of the variables that a shape reads. */
export const variablesIn = (shape: z.ZodType): string[] => {
  const { def } = shape as { def: { shape?: Record<string, unknown>; in?: z.ZodType } };
  if (def.shape) return Object.keys(def.shape);
  return def.in ? variablesIn(def.in) : [];
};

const textOf = (variable: string, path: string): string => {
  try {
    // Editors and `echo` end a file with a line feed or two, which are no part of a secret.
    return readFileSync(path, 'utf8').trimEnd();
  } catch (error) {
    throw new Error(`${variable} names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
};

/**
 * Takes the value of a variable from the file that NAME_FILE names, as secrets are mounted.
 * @throws Error when both are set, or the file cannot be read
 */
export const withFiles = (shape: z.ZodType, source: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const names = variablesIn(shape).filter((name) => source[`${name}${SUFFIX}`] !== undefined);
  if (names.length === 0) return source;
  const found = names.map((name) => {
    if (source[name] !== undefined) throw new Error(`${name} and ${name}${SUFFIX} are both set: which one counts?`);
    return [name, textOf(`${name}${SUFFIX}`, source[`${name}${SUFFIX}`] ?? '')];
  });
  return { ...source, ...Object.fromEntries(found) };
};
