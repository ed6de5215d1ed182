import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { databasesEnv, startEnv, vaultKeysEnv, vaultKeysOfService } from '../env.ts';
import { readSecrets } from '../stack/secrets.ts';
import { readStackFile } from '../stack/stack-file.ts';
import { UsageError } from '../usage.error.ts';

/** The option of every command that looks for databases; without it the environment comes first. */
export const dataOption = { data: { type: 'string' } } as const;
export const DEFAULT_DATA = '.data';

/** URLs of databases by service. */
export type Databases = Record<string, string>;

/** The databases of a running stack, that of the identity service among them. */
export const databasesOfStack = (data: string): Databases => {
  const { subgraphs, identity } = readStackFile(data);
  const all = { ...subgraphs, ...(identity && { identity }) };
  return Object.fromEntries(Object.entries(all).map(([name, { databaseUrl }]) => [name, databaseUrl]));
};

/** The database that DATABASE_URL alone stands for, of which the caller knows whose it is. */
export const soleDatabase = (data: string | undefined): string | undefined =>
  data === undefined ? startEnv().DATABASE_URL : undefined;

const named = (data: string | undefined): Databases => (data === undefined ? databasesEnv() : {});

/**
 * The database of one service: of --data, of a variable of its own, of DATABASE_URL, or of the stack of .data.
 * @throws Error when there is none
 */
export const databaseOf = (service: string, data: string | undefined): string => {
  const given = named(data)[service] ?? soleDatabase(data);
  if (given) return given;
  const all = databasesOfStack(data ?? DEFAULT_DATA);
  const found = Object.hasOwn(all, service) ? all[service] : undefined;
  if (found) return found;
  throw new Error(`no subgraph ${service} in the stack; there are: ${Object.keys(all).toSorted().join(', ')}`);
};

/**
 * The databases of the subgraphs, as `databaseOf` finds them; of the one that is asked for, if any.
 * @throws UsageError when DATABASE_URL is set and nothing says whose it is
 */
export const databasesOf = (subgraph: string | undefined, data: string | undefined): Databases => {
  if (subgraph !== undefined) return { [subgraph]: databaseOf(subgraph, data) };
  const { identity: _, ...given } = named(data);
  if (Object.keys(given).length > 0) return given;
  if (soleDatabase(data))
    throw new UsageError('DATABASE_URL is set: name its subgraph with --subgraph, or a stack with --data');
  const { identity, ...subgraphs } = databasesOfStack(data ?? DEFAULT_DATA);
  return subgraphs;
};

/**
 * The vault's keys of a service, from where its database is named.
 * @throws Error when the stack has none for it
 */
export const vaultKeysOf = (service: string, data: string | undefined): VaultKeys => {
  if (named(data)[service]) return vaultKeysOfService(service);
  if (soleDatabase(data)) return vaultKeysEnv();
  const keys = readSecrets(data ?? DEFAULT_DATA).vaultKeys[service];
  if (keys) return keys;
  throw new Error(`the stack has no vault of ${service}`);
};
