import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { Account } from './account.ts';
import { accountFor } from './account.ts';

/** Parts of a data directory that a server makes anew, or that are of the running one only (PostgreSQL 18, 25.3.4). */
const EMPTIED = ['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_subtrans'];
const LEFT_OUT = ['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map', 'recovery.signal'];

const own = (path: string, account: Account | undefined): void => {
  if (account) chownSync(path, account.uid, account.gid);
};

const makeDirectory = (path: string, account: Account | undefined): void => {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o700);
  own(path, account);
};

/** A file may go while a server that runs is copied; the write-ahead log knows what became of it. */
const copyFile = (from: string, to: string, account: Account | undefined): void => {
  try {
    copyFileSync(from, to);
    own(to, account);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};

interface Copy {
  from: string;
  to: string;
  account: Account | undefined;
  isLeftOut?: (name: string) => boolean;
  isEmptied?: (name: string) => boolean;
}

const copyTree = ({ from, to, account, isLeftOut, isEmptied }: Copy): void => {
  makeDirectory(to, account);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (isLeftOut?.(entry.name)) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isFile()) copyFile(source, target, account);
    else if (entry.isDirectory() && isEmptied?.(entry.name)) makeDirectory(target, account);
    else if (entry.isDirectory() && existsSync(source)) copyTree({ from: source, to: target, account });
  }
};

/** Settings of a server that keeps its whole write-ahead log in a directory, from which any moment can be restored. */
export const archiveSettings = (archive: string): Record<string, string> => ({
  wal_level: 'replica',
  archive_mode: 'on',
  // Never over a file that is there: two clusters must not share an archive.
  archive_command: `test ! -f '${resolve(archive)}/%f' && cp '%p' '${resolve(archive)}/%f'`,
  // What may be lost with the machine.
  archive_timeout: '60s',
});

export interface BaseBackup {
  /** URL of a superuser, or of a role that may run pg_backup_start. */
  adminUrl: string;
  /** The data directory of the server, on this machine. */
  pgdata: string;
  /** A directory that is not there yet. */
  to: string;
}

/**
 * Copies the data directory of a running server, which goes on working, by PostgreSQL's low-level interface: together with
 * the log since then it becomes the cluster of any later moment. Tablespaces elsewhere are not copied.
 */
export const takeBaseBackup = async ({ adminUrl, pgdata, to }: BaseBackup): Promise<void> => {
  const account = accountFor(to);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`select pg_backup_start('graph', fast => true)`);
    copyTree({
      from: pgdata,
      to,
      account,
      isLeftOut: (name) => LEFT_OUT.includes(name) || name.startsWith('pgsql_tmp'),
      isEmptied: (name) => EMPTIED.includes(name),
    });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
    const label = join(to, 'backup_label');
    writeFileSync(label, rows[0]?.labelfile ?? '');
    own(label, account);
  } finally {
    await client.end();
  }
};

export interface Restore {
  /** A base backup, which stays as it is. */
  from: string;
  /** The directory of the write-ahead log. */
  archive: string;
  /** The data directory to be made. */
  to: string;
  /** The moment; the newest that the log has unless given. */
  at?: Date | undefined;
}

/** Makes a data directory of a base backup; a server that starts on it becomes what the cluster was at the moment. */
export const prepareRestore = ({ from, archive, to, at }: Restore): void => {
  const account = accountFor(to);
  copyTree({ from, to, account });
  const settings = [
    `restore_command = 'cp ''${resolve(archive)}/%f'' ''%p'''`,
    // A server that starts knows no name of a time zone yet, and Z is one.
    ...(at ? [`recovery_target_time = '${at.toISOString().replace('T', ' ').replace('Z', '+00')}'`] : []),
    `recovery_target_action = 'promote'`,
  ];
  for (const [name, text] of [
    ['postgresql.auto.conf', `${settings.join('\n')}\n`],
    ['recovery.signal', ''],
  ] as const) {
    const path = join(to, name);
    writeFileSync(path, text);
    own(path, account);
  }
};
