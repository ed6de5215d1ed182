import pg from 'pg';

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

const ensureDatabase = async (client: pg.Client, name: string, password: string): Promise<void> => {
  const identifier = escapeIdentifier(name);
  const verb = (await exists(client, 'role', name)) ? 'alter' : 'create';
  await client.query(`${verb} role ${identifier} login password ${escapeLiteral(password)}`);
  if (!(await exists(client, 'database', name))) {
    // A creator who is no superuser may give a database only to a role whose member it is.
    await client.query(`grant ${identifier} to current_user`);
    await client.query(`create database ${identifier} owner ${identifier} strategy file_copy`);
  }
  await client.query(`revoke connect, temporary on database ${identifier} from public`);
};

const urlOf = (adminUrl: string, name: string, password: string): string => {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(name);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
};

/**
 * Creates what is missing: for each name a login role and a database that it owns (so that it may create schemas, as
 * pg-boss does) and that no other role can connect to. Passwords of existing roles are set again.
 * @param adminUrl of a role that may create roles and databases, on this or an external cluster
 * @returns the URL of each database with its own role
 */
export const ensureDatabases = async (
  adminUrl: string,
  names: readonly string[],
  passwordOf: (name: string) => string,
): Promise<Record<string, string>> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    for (const name of names) await ensureDatabase(client, name, passwordOf(name));
  } finally {
    await client.end();
  }
  return Object.fromEntries(names.map((name) => [name, urlOf(adminUrl, name, passwordOf(name))]));
};
