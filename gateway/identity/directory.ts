import pg from 'pg';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { briefStatements } from '../../subgraphs/kit/pool-limits.ts';
import { assertIndexKeys } from '../../subgraphs/kit/vault/settled-indexes.ts';
import { Accounts } from './accounts.ts';
import { createBlindIndex, createFormerIndexes, settledIndexes } from './blind-index.ts';
import { Cipher } from './cipher.ts';
import { Clients } from './clients.ts';
import type { IdentityEnv } from './env.ts';
import { migrations } from './migrations/index.ts';
import type { Surroundings } from './surroundings.ts';

export type DirectoryEnv = Pick<IdentityEnv, 'DATABASE_URL' | 'DATABASE_CONNECTIONS' | 'VAULT_KEYS'>;

/** The people and clients that can sign in: the service reads them, scripts that make them write them. */
export interface Directory {
  pool: pg.Pool;
  accounts: Accounts;
  clients: Clients;
}

/** The blind indexes and the cipher of the identity service's vault keys. */
export const partsOf = ({ VAULT_KEYS: keys }: DirectoryEnv) => ({
  index: createBlindIndex(keys),
  formerIndexes: createFormerIndexes(keys),
  indexes: settledIndexes(keys),
  cipher: new Cipher(keys),
});

/** Migrates the database and opens it. The ORM migrates only: what runs here is single statements. */
export const openDirectory = async (env: DirectoryEnv, surroundings: Surroundings): Promise<Directory> => {
  const { DATABASE_URL: url, DATABASE_CONNECTIONS: max } = env;
  const database = await openDatabase({ name: 'identity', url, entities: [], migrations });
  await migrate(database).finally(() => database.close());
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'identity', ...briefStatements(10_000) });
  const parts = partsOf(env);
  await assertIndexKeys({ pool }, parts.indexes);
  const accounts = new Accounts({ pool, surroundings, ...parts });
  return { pool, accounts, clients: new Clients(pool, surroundings) };
};
