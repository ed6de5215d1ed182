import pg, { type ClientBase } from 'pg';
import { databaseAway } from '../database-away.ts';
import { livingConnections } from '../pool-limits.ts';
import { VaultError } from './vault.error.ts';

/** Any constant: the first number of the locks by which processes say how many index keys they know, the second one. */
const KNOWN = 7_214_026;
const AGAIN_MS = 1_000;

interface KnownKeysOptions {
  url: string;
  /** The service's name. */
  name: string;
  /** Index keys of VAULT_KEYS, the next one among them. */
  keys: number;
}

/**
 * Tells the database how many index keys this process knows, as long as it lives: a lock of a connection of its own, which
 * is shared by all, and which goes with the process however that ends.
 * @throws Error when the database is away
 */
export const tellKnownKeys = async ({ url, name, keys }: KnownKeysOptions): Promise<{ close(): Promise<void> }> => {
  let isClosed = false;
  let client: pg.Client | undefined;
  const open = async (): Promise<void> => {
    const opened = new pg.Client({
      connectionString: url,
      application_name: `${name} keys`,
      ...livingConnections,
    });
    client = opened;
    opened.on('error', () => undefined);
    await opened.connect();
    await opened.query('select pg_advisory_lock_shared($1, $2)', [KNOWN, keys]);
    opened.once('end', openAgain);
  };
  const openAgain = (): void => {
    if (isClosed) return;
    setTimeout(() => void (isClosed || open().catch(openAgain)), AGAIN_MS).unref();
  };
  await open().catch((error: unknown) => {
    throw databaseAway(url, error);
  });
  return {
    close: async () => {
      isClosed = true;
      await client?.end().catch(() => undefined);
    },
  };
};

const BEHIND = `select coalesce(application_name, 'a process') as name, held.pid, host(client_addr) as address
  from pg_locks as held left join pg_stat_activity as activity using (pid)
  where locktype = 'advisory' and classid = ${KNOWN}::oid and objsubid = 2 and objid::bigint < $1
    and database = (select oid from pg_database where datname = current_database()) order by 1, 2`;

/** @throws VaultError that names the processes of the service that live and know fewer index keys */
export const assertAllKnow = async (client: ClientBase, keys: number): Promise<void> => {
  const { rows } = await client.query<{ name: string; pid: number; address: string | null }>(BEHIND, [keys]);
  if (rows.length === 0) return;
  const named = rows.map(({ name, pid, address }) => `${name} at ${address ?? 'this machine'} (session ${pid})`);
  throw new VaultError(
    `these processes do not know the next index key: restart them with nextIndex: ${named.join(', ')}`,
  );
};
