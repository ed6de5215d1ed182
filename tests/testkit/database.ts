import pg from 'pg';
import { inject } from 'vitest';
import { until } from './until.ts';

const { escapeIdentifier } = pg;
const created: string[] = [];

const withAdmin = async <T>(use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: inject('adminUrl') });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
};

const urlOf = (database: string): string => {
  const url = new URL(inject('adminUrl'));
  url.pathname = `/${database}`;
  return url.href;
};

/** A fresh database, a copy of the template when one is named; tests/testkit/file.setup.ts drops it after the test file. */
export const createDatabase = async (name: string, template?: string): Promise<string> => {
  const database = `${name}_${crypto.randomUUID().slice(0, 8)}`;
  const copy = template ? `template ${escapeIdentifier(template)} strategy file_copy` : '';
  await withAdmin((client) => client.query(`create database ${escapeIdentifier(database)} ${copy}`));
  created.push(database);
  return urlOf(database);
};

/**
 * Waits until the sessions that a test has closed have ended: a client that is cut off while it says goodbye throws.
 * Those that nobody closed are left to the caller.
 */
const awaitSessions = async (client: pg.Client, database: string): Promise<void> => {
  const open = 'select from pg_stat_activity where datname = $1';
  const ask = async () => (await client.query(open, [database])).rowCount;
  await until(ask, (sessions) => sessions === 0, 1_000);
};

const exists = async (client: pg.Client, database: string): Promise<boolean> =>
  (await client.query('select 1 from pg_database where datname = $1', [database])).rows.length > 0;

const prepareTemplate = async (
  client: pg.Client,
  template: string,
  prepare: (url: string) => Promise<void>,
): Promise<void> => {
  const draft = `${template}_draft`;
  await client.query(`drop database if exists ${escapeIdentifier(draft)} with (force)`);
  await client.query(`create database ${escapeIdentifier(draft)}`);
  await prepare(urlOf(draft));
  await awaitSessions(client, draft);
  await client.query(`alter database ${escapeIdentifier(draft)} with allow_connections false`);
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [draft]);
  await client.query(`alter database ${escapeIdentifier(draft)} rename to ${escapeIdentifier(template)}`);
};

/**
 * A fresh copy of a template that is prepared (migrated, seeded) once a run, by whichever test file needs it first.
 * @param prepare receives the template's URL; its connections are cut when it returns
 */
export const databaseFrom = async (name: string, prepare: (url: string) => Promise<void>): Promise<string> => {
  const template = `template_${name}`;
  await withAdmin(async (client) => {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [template]);
    if (!(await exists(client, template))) await prepareTemplate(client, template, prepare);
  });
  return createDatabase(name, template);
};

/** Drops the databases that were created since it was last called; their connections are cut. */
export const dropDatabases = async (): Promise<void> => {
  if (created.length === 0) return;
  await withAdmin(async (client) => {
    for (const database of created.splice(0)) {
      await awaitSessions(client, database);
      await client.query(`drop database if exists ${escapeIdentifier(database)} with (force)`);
    }
  });
};
