import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The user whom PostgreSQL runs as when we are root, since it refuses root. */
export interface Account {
  uid: number;
  gid: number;
}

const NOBODY: Account = { uid: 65534, gid: 65534 };

const nobody = (): Account => {
  const line = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+):/m);
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : NOBODY;
};

const nearestExisting = (path: string): string =>
  statSync(path, { throwIfNoEntry: false }) ? path : nearestExisting(dirname(path));

/** Undefined unless we are root: then the owner of the data directory (or of its nearest parent), else `nobody`. */
export const accountFor = (dataDir: string): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = statSync(nearestExisting(resolve(dataDir)));
  return uid === 0 ? nobody() : { uid, gid };
};

/**
 * How a program of the account, started with this directory as its working directory, names it: absolute, and without a
 * step through directories above, which may be closed to the account.
 */
export const ownDirectory = (directory: string, account: Account | undefined): string =>
  account && process.platform === 'linux' ? '/proc/self/cwd' : directory;

const maySearch = (directory: string, account: Account): boolean => {
  const { mode, uid, gid } = statSync(directory);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
};

/** The outermost existing directory on the way to the path, itself included, that the account cannot enter. */
export const closedDirectory = (path: string, account: Account | undefined): string | undefined => {
  if (!account) return undefined;
  const directory = nearestExisting(resolve(path));
  const parent = dirname(directory);
  const above = parent === directory ? undefined : closedDirectory(parent, account);
  return above ?? (statSync(directory).isDirectory() && !maySearch(directory, account) ? directory : undefined);
};
