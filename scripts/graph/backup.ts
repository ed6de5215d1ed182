import { existsSync } from 'node:fs';
import { startEnv } from '../env.ts';
import { prepareRestore, takeBaseBackup } from '../postgres/backup.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';

const help = `Backs up a cluster of PostgreSQL and restores it to a point in time, where the cluster's own programs are not there.

  npm run graph -- backup base    --pgdata DIR --to DIR
  npm run graph -- backup restore --from DIR --archive DIR --to DIR [--at 2026-11-29T10:00:00Z]

  base     copies the data directory of the server of DATABASE_URL, a superuser's, while it runs. The server must archive
           its log (archive_mode): docs/operations.md says how. With PostgreSQL's own programs use pg_basebackup
  restore  makes a data directory of a base backup and the archived log. Start a server on it: it becomes what the
           cluster was at the moment, all databases at once, and goes on from there

  --pgdata DIR   the data directory of the server, on this machine
  --from DIR     a base backup
  --archive DIR  where the log is archived
  --to DIR       a directory that is not there yet
  --at TIME      the moment (default: the newest that the log has)
`;

const options = {
  pgdata: { type: 'string' },
  from: { type: 'string' },
  archive: { type: 'string' },
  to: { type: 'string' },
  at: { type: 'string' },
} as const;

type Values = Partial<Record<keyof typeof options, string | undefined>>;

const required = (values: Values, name: keyof typeof options): string => {
  const value = values[name];
  if (value === undefined) throw new UsageError(`--${name} is needed (--help tells more)`);
  return value;
};

const freshDirectory = (values: Values): string => {
  const to = required(values, 'to');
  if (existsSync(to)) throw new UsageError(`${to} is there already`);
  return to;
};

const momentOf = (text: string | undefined): Date | undefined => {
  if (text === undefined) return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new UsageError('--at takes a time such as 2026-11-29T10:00:00Z');
  return at;
};

const base = async (values: Values): Promise<string> => {
  const pgdata = required(values, 'pgdata');
  const to = freshDirectory(values);
  const { DATABASE_URL: adminUrl } = startEnv();
  if (!adminUrl) throw new UsageError('DATABASE_URL names the cluster, as a superuser');
  await takeBaseBackup({ adminUrl, pgdata, to });
  return `backup: ${to} is a base backup\n`;
};

const restore = async (values: Values): Promise<string> => {
  const from = required(values, 'from');
  const archive = required(values, 'archive');
  const to = freshDirectory(values);
  const at = momentOf(values.at);
  prepareRestore({ from, archive, to, at });
  return `backup: start PostgreSQL on ${to}; it becomes the cluster of ${at?.toISOString() ?? 'the end of the log'}\n`;
};

export const command = graphCommand({
  help,
  options,
  actions: ['base', 'restore'],
  run: async (values, action) => void process.stdout.write(await (action === 'base' ? base(values) : restore(values))),
});
