import pg from 'pg';

/** The first version with `uuidv7()`. */
const OLDEST = 18;

const VERSION = `select current_setting('server_version') as version,
  current_setting('server_version_num')::integer / 10000 as major`;

type Connection = Pick<pg.ClientBase, 'query'>;

/**
 * Called before anything is made in a database.
 * @throws Error in one line, when the server is older than the graph's SQL
 */
export const assertPostgresVersion = async (connection: Connection): Promise<void> => {
  const { rows } = await connection.query<{ version: string; major: number }>(VERSION);
  const { version = 'of an unknown version', major = 0 } = rows[0] ?? {};
  if (major < OLDEST)
    throw new Error(`DATABASE_URL leads to PostgreSQL ${version}; PostgreSQL ${OLDEST} or newer is needed`);
};

/** `assertPostgresVersion` over a connection of its own. */
export const assertPostgresVersionAt = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await assertPostgresVersion(client).finally(() => client.end());
};
