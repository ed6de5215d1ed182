import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What a stack keeps in its directory, beside the cluster, whose rights are those that PostgreSQL wants. */
const KEPT = ['secrets.json', 'stack.json', 'clients', 'publishers', 'logs', 'lists', 'clock.json'];
const CLUSTER = 'postgres';

/** Shutting a directory of others, or of the whole system, would lock them out. */
const isOfOthers = (directory: string): boolean => {
  const { mode } = statSync(directory);
  if (dirname(directory) === directory || (mode & 0o1000) !== 0) return true;
  if ((mode & 0o077) === 0 || existsSync(join(directory, 'secrets.json'))) return false;
  return readdirSync(directory).some((name) => ![...KEPT, CLUSTER].includes(name));
};

const shut = (path: string): void => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) chmodSync(path, 0o600);
  if (!found?.isDirectory()) return;
  chmodSync(path, 0o700);
  for (const name of readdirSync(path)) shut(join(path, name));
};

/**
 * Makes the data directory of a stack, or shuts the one that is there: it holds keys, passwords and logs, for the user
 * who runs the stack only.
 * @throws Error with one line for a directory that holds other things, or is another user's
 */
export const ensurePrivate = (data: string): void => {
  const directory = resolve(data);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // A directory of Windows has no such rights: it is its owner's by those of the home that it is in.
    if (process.platform === 'win32') return;
    if (isOfOthers(directory)) throw new Error('it is open to others and holds other things');
    chmodSync(directory, 0o700);
    for (const name of KEPT) shut(join(directory, name));
  } catch (error) {
    throw new Error(`cannot use ${data}: ${(error as Error).message}; choose a directory of its own with --data`);
  }
};
