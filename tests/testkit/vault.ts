import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { auditTables } from '../../subgraphs/kit/audit/tables.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { identityReadTables } from '../../subgraphs/kit/vault/identity-reads.tables.ts';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { accessLogTables, accessTermsColumn, vaultTables } from '../../subgraphs/kit/vault/tables.ts';
import { databaseFrom } from './database.ts';

/** A private key of P-256 as a JSON Web Key. */
export const randomSigningKey = () => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid: 'test',
});

export const randomKey = () => randomBytes(32).toString('base64url');

/** Keys of a vault, one for each id; the last is current. */
export const keysOf = (...ids: [string, ...string[]]): VaultKeys => ({
  current: ids.at(-1) ?? ids[0],
  keys: Object.fromEntries(ids.map((id) => [id, randomKey()])),
  index: randomKey(),
});

/** A database with a vault's tables, owned by a role of its own as a subgraph's are; open until the test ends. */
export const vaultDatabase = async () => {
  const url = await databaseFrom('vault', async (template) => {
    const database = await openDatabase({ url: template, name: 'test', entities: [], migrations: [] });
    const tables = [
      ...vaultTables(),
      ...accessLogTables(),
      ...accessTermsColumn(),
      ...identityReadTables(),
      ...auditTables(),
    ];
    for (const statement of tables) await database.pool.query(statement);
    await database.close();
  });
  const database = await openDatabase({ url, name: 'test', entities: [], migrations: [] });
  onTestFinished(() => database.close());
  const query = async <T>(text: string, values: unknown[] = []) =>
    (await database.pool.query(text, values)).rows as T[];
  return { ...database, url, query };
};

export type VaultDatabase = Awaited<ReturnType<typeof vaultDatabase>>;
