import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Account, ownDirectory } from './account.ts';
import { ClusterError } from './cluster.error.ts';

const ORPHAN_GRACE_MS = 10_000;
const POLL_MS = 25;

const procFile = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
};

const isZombie = (pid: number): boolean => {
  return process.platform === 'linux' && /\) [ZX] /.test(procFile(pid, 'stat'));
};

/** A dead process that nobody has reaped (an init of a container may never do) does not count as alive. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** A postmaster works in its data directory: another process that got its number after a crash or reboot does not. */
const isServerOf = (pid: number, pgdata: string): boolean => {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(pgdata);
  } catch {
    // Gone meanwhile, or another user's process: not one that we started.
    return false;
  }
};

const parentOf = (pid: number) => Number(procFile(pid, 'stat').split(') ').at(-1)?.split(' ')[1]);

/** Sessions and workers of a server that died: they hold its memory until they notice, in a long statement for long. */
const orphanedSessions = (pgdata: string): number[] => {
  if (process.platform !== 'linux') return [];
  const living = new Set(
    readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && isServerOf(pid, pgdata)),
  );
  const isSession = (pid: number) => procFile(pid, 'cmdline').startsWith('postgres: ');
  return [...living].filter((pid) => isSession(pid) && !living.has(parentOf(pid)));
};

const endOrphans = (pgdata: string): void => {
  for (const session of orphanedSessions(pgdata)) {
    try {
      process.kill(session, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
};

const numberIn = (file: string, line: number): number => {
  if (!existsSync(file)) return 0;
  return Number(readFileSync(file, 'utf8').split('\n')[line] ?? 0);
};

const NAME = 'prakerja-launcher-';

/** The server carries its launcher's process id as its cluster name, and writes its arguments to postmaster.opts. */
export const clusterName = `${NAME}${process.pid}`;

const launcherOf = (pgdata: string): number => {
  const file = join(pgdata, 'postmaster.opts');
  const options = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return Number(options.match(new RegExp(`${NAME}(\\d+)`))?.[1] ?? 0);
};

interface Place {
  dataDir: string;
  pgdata: string;
  pgCtl: string;
  account: Account | undefined;
}

const refuseIfOwned = (dataDir: string, pgdata: string): void => {
  const launcher = launcherOf(pgdata);
  if (launcher === 0 || !isAlive(launcher)) return;
  const where = `process ${launcher}, PostgreSQL on port ${numberIn(join(pgdata, 'postmaster.pid'), 3)}`;
  throw new ClusterError(`${dataDir} is in use by a running stack (${where}): stop it or choose another --data.`);
};

/**
 * Makes sure that no server runs on the data directory. A server whose launcher lives is refused; one whose launcher
 * was killed is given time to stop by its watchdog, then stopped; sessions and lock of one that crashed are cleared away.
 */
export const clearDataDirectory = async ({ dataDir, pgdata, pgCtl, account }: Place): Promise<void> => {
  const lock = join(pgdata, 'postmaster.pid');
  const server = numberIn(lock, 0);
  const runs = () => server > 0 && isServerOf(server, pgdata);
  const deadline = Date.now() + ORPHAN_GRACE_MS;
  while (runs() && Date.now() < deadline) {
    refuseIfOwned(dataDir, pgdata);
    await delay(POLL_MS);
  }
  const stop = ['stop', '-D', ownDirectory(pgdata, account), '-m', 'fast', '-w'];
  if (runs()) spawnSync(pgCtl, stop, { cwd: pgdata, ...account });
  if (runs()) {
    throw new ClusterError(`PostgreSQL (process ${server}) runs on ${dataDir} and does not stop: end that process.`);
  }
  endOrphans(pgdata);
  while (orphanedSessions(pgdata).length > 0 && Date.now() < deadline) await delay(POLL_MS);
  // PostgreSQL would refuse a lock whose number another program, or a dead process that nobody reaped, holds.
  if (server > 0 && numberIn(lock, 0) === server) rmSync(lock, { force: true });
};
