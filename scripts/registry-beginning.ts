import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Grant } from '../schema/registry/grant.ts';
import type { OwnershipRecord } from '../schema/registry/ownership.ts';
import { entitiesOf, envOf, migrationsOf, servicesOf } from '../subgraphs/kit/assembly.ts';
import { argumentsKey } from '../subgraphs/kit/audit/arguments.ts';
import { createAuditTrail } from '../subgraphs/kit/audit/trail.ts';
import { openDatabase } from '../subgraphs/kit/database.ts';
import { parseEnv } from '../subgraphs/kit/env.ts';
import { createOutbox } from '../subgraphs/kit/events/outbox.ts';
import { createLogger } from '../subgraphs/kit/log.ts';
import type { OwnRevision } from '../subgraphs/registry/bootstrap/bootstrap.service.ts';
import { registry } from '../subgraphs/registry/features.ts';
import { subgraphs } from './services.ts';

/** Our own subgraphs in the order in which they were first live; each is published under its name. */
export const ownPublishers: readonly string[] = subgraphs.map(({ name }) => name);

export interface OwnKeys {
  /** Private keys by publisher. */
  publishers: Readonly<Record<string, KeyObject>>;
  approver: KeyObject;
}

export interface BeginningFacts {
  /** URL of the registry's database, which its service has migrated. */
  databaseUrl: string;
  keys: OwnKeys;
  /** URL of each own subgraph, by its name. */
  addresses: Readonly<Record<string, string>>;
  /** What only this process uses, of the environment of the registry. */
  env?: NodeJS.ProcessEnv;
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(`schema/registry/${file}`, 'utf8')) as T;

const ownSubgraphs = (addresses: BeginningFacts['addresses']) =>
  ownPublishers.map((name) => ({
    name,
    organization: name,
    sdl: readFileSync(`schema/${name}.graphql`, 'utf8'),
    address: addresses[name] ?? '',
  }));

const UNUSED_SECRET = 'x'.repeat(43);

/** Publishes our own subgraphs, signed by these keys, where what is live is not what is committed. */
export const publishOwnSubgraphs = async ({
  databaseUrl,
  keys,
  addresses,
  env = {},
}: BeginningFacts): Promise<OwnRevision[]> => {
  const given = { PORT: '1', DATABASE_URL: databaseUrl, CALLER_SECRET: UNUSED_SECRET, ...env };
  const owner = { entities: entitiesOf(registry), migrations: migrationsOf(registry), connections: 2 };
  const database = await openDatabase({ url: databaseUrl, name: 'publish-own', ...owner });
  const now = () => new Date();
  const log = createLogger({ service: 'publish-own', level: 'silent' });
  const audit = createAuditTrail({ database, key: argumentsKey(UNUSED_SECRET), log, now });
  const outbox = createOutbox({ source: 'registry', subscriptions: [] });
  const own = parseEnv(envOf(registry), given);
  try {
    const { bootstrap, names } = servicesOf(registry, { database, audit, outbox, log, now, env: own });
    return await bootstrap.run({
      subgraphs: ownSubgraphs(addresses),
      ownership: readJson<OwnershipRecord>('ownership.json'),
      grants: readJson<Grant[]>('grants.json'),
      keys,
      names,
    });
  } finally {
    await database.close();
  }
};
