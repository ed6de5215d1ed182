import pg from 'pg';
import { assertPostgresVersion } from '../../subgraphs/kit/postgres-version.ts';

// Any number, the same in every process that creates databases of the graph.
const LOCK = 7_105_301;

const { escapeIdentifier, escapeLiteral } = pg;

const exists = async (client: pg.Client, catalogue: 'role' | 'database', name: string): Promise<boolean> => {
  const sql = {
    role: 'select 1 from pg_roles where rolname = $1',
    database: 'select 1 from pg_database where datname = $1',
  };
  return (await client.query(sql[catalogue], [name])).rows.length > 0;
};

/** Ends the name of a second role of a service, by which it signs in while the password of the first is changed. */
const OTHER = '_other';

/** The role that owns what a service has; itself, or the one that a second role stands for. */
const ownerOf = (name: string): string => (name.endsWith(OTHER) ? name.slice(0, -OTHER.length) : name);

const setPassword = async (client: pg.Client, name: string, password: string): Promise<void> => {
  const verb = (await exists(client, 'role', name)) ? 'alter' : 'create';
  await client.query(`${verb} role ${escapeIdentifier(name)} login password ${escapeLiteral(password)}`);
};

/** A second role acts as the first: what it makes belongs to that one. */
const ensureOther = async (client: pg.Client, name: string, password: string): Promise<void> => {
  const owner = escapeIdentifier(ownerOf(name));
  await setPassword(client, name, password);
  await client.query(`grant ${owner} to ${escapeIdentifier(name)}`);
  await client.query(`alter role ${escapeIdentifier(name)} set role = ${owner}`);
};

/** How services end the SQL of a request that is over. A server that runs on Windows does not know how to see it. */
const noticeGone = async (client: pg.Client, name: string): Promise<void> => {
  const set = `alter role ${escapeIdentifier(name)} set client_connection_check_interval = '250ms'`;
  await client.query(set).catch(() => undefined);
};

const ensureDatabase = async (client: pg.Client, name: string, password: string | undefined): Promise<void> => {
  const identifier = escapeIdentifier(name);
  if (password !== undefined) await setPassword(client, name, password);
  else if (!(await exists(client, 'role', name))) await client.query(`create role ${identifier}`);
  if (!(await exists(client, 'database', name))) {
    // A creator who is no superuser may give a database only to a role whose member it is.
    await client.query(`grant ${identifier} to current_user`);
    await client.query(`create database ${identifier} owner ${identifier} strategy file_copy`);
  }
  await client.query(`revoke connect, temporary on database ${identifier} from public`);
  await noticeGone(client, name);
};

/** What PostgreSQL makes by itself and opens to everyone. */
const SHARED = ['postgres', 'template1'];

const OPEN = `select datname as name from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) as granted
  where datname = any($1) and granted.grantee = 0 and granted.privilege_type = 'CONNECT'`;

/** Keeps the services out of the databases that are nobody's; those who look after the cluster still may connect. */
const closeShared = async (client: pg.Client): Promise<void> => {
  const open = async () => (await client.query<{ name: string }>(OPEN, [SHARED])).rows.map(({ name }) => name);
  for (const name of await open()) {
    const identifier = escapeIdentifier(name);
    // Refused, or done for nothing with a warning, when another role owns the database.
    const revoke = `grant connect on database ${identifier} to current_user;
      revoke connect, temporary on database ${identifier} from public`;
    await client.query(revoke).catch(() => undefined);
  }
  const left = await open();
  if (left.length === 0) return;
  const remedy = left.map((name) => `revoke connect on database ${escapeIdentifier(name)} from public`).join('; ');
  process.stderr.write(`databases: every role may connect to ${left.join(' and ')}; as their owner run: ${remedy}\n`);
};

const urlOf = (adminUrl: string, name: string, password: string): string => {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(name);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(ownerOf(name))}`;
  return url.href;
};

/**
 * Creates what is missing: for each name a login role and a database that it owns (so that it may create schemas, as
 * pg-boss does) and that no other role can connect to. Passwords of existing roles are set again. The databases
 * `postgres` and `template1` are closed to all roles but those who look after the cluster. A name such as `pmo_other` is
 * that of a second role, which acts as the first in its database: so that a password is changed without a gap.
 * @param adminUrl of a role that may create roles and databases, on this or an external cluster
 * @returns the URL of each database with its own role
 * @throws Error when PostgreSQL is too old, before anything is made
 */
export const ensureDatabases = async (
  adminUrl: string,
  names: readonly string[],
  passwordOf: (name: string) => string,
): Promise<Record<string, string>> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await assertPostgresVersion(client);
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    for (const owner of new Set(names.map(ownerOf))) {
      await ensureDatabase(client, owner, names.includes(owner) ? passwordOf(owner) : undefined);
    }
    for (const name of names) {
      if (ownerOf(name) === name) continue;
      await ensureOther(client, name, passwordOf(name));
      await noticeGone(client, name);
    }
    await closeShared(client);
  } finally {
    await client.end();
  }
  return Object.fromEntries(names.map((name) => [name, urlOf(adminUrl, name, passwordOf(name))]));
};
