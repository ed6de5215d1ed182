import 'reflect-metadata';
import { type GraphQLError, graphql } from 'graphql';
import { afterAll } from 'vitest';
import { contextOf, entitiesOf, envOf, migrationsOf, servicesOf } from '../../subgraphs/kit/assembly.ts';
import { withAudit } from '../../subgraphs/kit/audit/mutations.ts';
import { anonymous, type Caller } from '../../subgraphs/kit/caller.ts';
import { type Database, openDatabase } from '../../subgraphs/kit/database.ts';
import { parseEnv } from '../../subgraphs/kit/env.ts';
import { createOutbox } from '../../subgraphs/kit/events/outbox.ts';
import type { Feature } from '../../subgraphs/kit/feature.ts';
import { languageOf } from '../../subgraphs/kit/language.ts';
import type { Logger } from '../../subgraphs/kit/log.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { countStatements } from '../../subgraphs/kit/statements.ts';
import { auditTrail } from './audit-trail.ts';
import { databaseFrom } from './database.ts';
import { silent } from './event-secret.ts';
import { schemaFor } from './schema.ts';
import { keysOf, randomKey, randomSigningKey } from './vault.ts';

export interface OpenOptions {
  now?: () => Date;
  /** Variables of the environment. */
  env?: NodeJS.ProcessEnv;
  log?: Logger;
  /** What stands in for what the features would make themselves, by the names that they take. */
  given?: object;
}

export interface SubgraphAnswer<T> {
  data: T;
  errors: readonly GraphQLError[];
  /** Codes of the errors, in order. */
  codes: unknown[];
  /** SQL statements that it took. */
  statements: number;
}

/** A caller with these scopes, separated by spaces. */
export const callerOf = (id: string, scope: string): Caller => {
  const scopes = new Set(scope.split(' '));
  return { id, org: null, can: (wanted) => scopes.has(wanted) };
};

const databaseOf = (features: readonly Feature[], url: string): Promise<Database> =>
  openDatabase({
    url,
    name: 'tests',
    entities: entitiesOf(features),
    migrations: migrationsOf(features),
    connections: 4,
  });

const { d: _private, ...purchaseTokenPublicKey } = randomSigningKey();

/** The environment that every subgraph reads, for a test. */
const environment = {
  NODE_ENV: 'test',
  PORT: '1',
  DATABASE_URL: 'postgres://tests',
  CALLER_SECRET: 'x'.repeat(43),
  // As where an index key has followed the first one: the other way is that of the stack.
  VAULT_KEYS: JSON.stringify({ ...keysOf('2026-01'), index: [randomKey(), randomKey()] }),
  IDENTITY_READS_PER_DAY: '1000000',
  NIK_ATTESTATION_KEY: randomKey(),
  PUBLIC_ORIGIN: 'https://graph.test',
  PROGRAMME_KEY: JSON.stringify(randomSigningKey()),
  PURCHASE_TOKEN_KEY: JSON.stringify(randomSigningKey()),
  PURCHASE_TOKEN_PUBLIC_KEY: JSON.stringify(purchaseTokenPublicKey),
};

/** A fresh database of a subgraph, migrated; it closes after the test file. */
export const openDatabaseOf = async (name: string, features: readonly Feature[]): Promise<Database> => {
  const url = await databaseFrom(name, async (template) => {
    const database = await databaseOf(features, template);
    await migrate(database);
    await database.close();
  });
  const database = await databaseOf(features, url);
  afterAll(() => database.close());
  return database;
};

/** One subgraph over a fresh, migrated database, asked without HTTP. It closes after the test file. */
export const openSubgraph = async <const Fs extends readonly Feature[]>(
  name: string,
  features: Fs,
  { now = () => new Date(), env = {}, log = silent, given = {} }: OpenOptions = {},
) => {
  const database = await openDatabaseOf(name, features);
  const kit = {
    database,
    outbox: createOutbox({ source: name, subscriptions: [] }),
    audit: auditTrail(database),
    log,
    now,
    env: parseEnv(envOf(features), { ...environment, ...env }),
  };
  const services = servicesOf(features, kit, given);
  const schema = schemaFor(features);
  const factsContext = withAudit(kit.audit, contextOf(features, services));
  const askIn =
    (acceptLanguage: string) =>
    async <T>(caller: Caller, source: string, variables: object = {}): Promise<SubgraphAnswer<T>> => {
      const language = languageOf(acceptLanguage);
      const tally = { statements: 0 };
      const contextValue = factsContext({ caller, requestId: crypto.randomUUID(), language });
      const variableValues = { ...variables };
      const answer = await countStatements(tally, () => graphql({ schema, source, contextValue, variableValues }));
      const errors = answer.errors ?? [];
      // A plain copy: GraphQL's objects have no prototype.
      const data = JSON.parse(JSON.stringify(answer.data ?? null)) as T;
      return { data, errors, codes: errors.map(({ extensions }) => extensions.code), ...tally };
    };
  const ask = askIn('en');
  return {
    database,
    services,
    schema,
    ask,
    /** Asks with another Accept-Language. */
    askIn,
    askAnonymously: <T>(source: string, variables?: object) => ask<T>(anonymous, source, variables),
  };
};
