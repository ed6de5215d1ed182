import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { Account } from './account.ts';
import { closedDirectory, ownDirectory } from './account.ts';
import type { Binaries } from './binaries.ts';
import { ClusterError } from './cluster.error.ts';
import { isAlive } from './living-server.ts';

const MAJOR = '18';
const PASSWORD_FILE = 'superuser.password';

/** Creates the directory that holds the cluster, its log and its owner's mark, for the account alone. */
export const prepareDataDirectory = (dataDir: string, account: Account | undefined): void => {
  try {
    mkdirSync(dataDir, { recursive: true });
    if (account) chownSync(dataDir, account.uid, account.gid);
    chmodSync(dataDir, 0o700);
  } catch (error) {
    throw new ClusterError(
      `Cannot use the data directory ${dataDir}: ${(error as Error).message}; choose another --data.`,
    );
  }
  const closed = process.platform === 'linux' ? undefined : closedDirectory(dataDir, account);
  if (!closed) return;
  throw new ClusterError(
    `PostgreSQL does not run as root, and user ${account?.uid} cannot enter ${closed}: choose a --data directory elsewhere.`,
  );
};

const removeLeftovers = (dataDir: string): void => {
  for (const entry of readdirSync(dataDir)) {
    const pid = entry.match(/\.partial-(\d+)/)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(dataDir, entry), { recursive: true, force: true });
  }
};

interface Initialisation {
  dataDir: string;
  binaries: Binaries;
  account: Account | undefined;
  durable: boolean;
}

/** initdb into a directory beside, then one rename: a cluster is there whole, with its password, or not at all. */
const initialise = ({ dataDir, binaries, account, durable }: Initialisation): void => {
  const partial = join(dataDir, `pgdata.partial-${process.pid}`);
  const passwordFile = `${partial}.password`;
  mkdirSync(partial, { mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (account) for (const path of [partial, passwordFile]) chownSync(path, account.uid, account.gid);
  const here = ownDirectory(partial, account);
  // Joined by hand: the way up starts where the program is, not at its name.
  const pwfile = `--pwfile=${here}/../${basename(passwordFile)}`;
  const authentication = ['--username=postgres', pwfile, '--auth=scram-sha-256'];
  // The builtin C.UTF-8 sorts the same on every machine: an ICU or libc upgrade never invalidates an index.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const args = ['-D', here, ...authentication, ...locale, ...(durable ? [] : ['--no-sync'])];
  const done = spawnSync(binaries.initdb, args, { cwd: partial, encoding: 'utf8', ...account });
  if (done.status !== 0) {
    const said = done.stderr.trim().split('\n');
    const reason = done.error?.message ?? said.find((line) => /error|FATAL|PANIC/.test(line)) ?? said.at(-1);
    throw new ClusterError(`initdb failed in ${dataDir}: ${reason || `exit ${done.status ?? done.signal}`}`);
  }
  renameSync(passwordFile, join(partial, PASSWORD_FILE));
  try {
    renameSync(partial, join(dataDir, 'pgdata'));
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(join(dataDir, 'pgdata'))) throw error;
  }
};

/** The cluster's own directory, initialised when missing, and its superuser's password. */
export const prepareCluster = (options: Initialisation): { pgdata: string; password: string } => {
  const pgdata = join(options.dataDir, 'pgdata');
  removeLeftovers(options.dataDir);
  if (!existsSync(pgdata)) initialise(options);
  const major = readFileSync(join(pgdata, 'PG_VERSION'), 'utf8').trim();
  if (major !== MAJOR) {
    throw new ClusterError(
      `${pgdata} was made by PostgreSQL ${major}, this is ${MAJOR}: choose another --data directory.`,
    );
  }
  return { pgdata, password: readFileSync(join(pgdata, PASSWORD_FILE), 'utf8').trim() };
};
