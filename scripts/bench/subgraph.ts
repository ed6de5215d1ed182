import { createSecretKey, generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { contextOf, entitiesOf, envOf, migrationsOf, schemaOf, servicesOf } from '../../subgraphs/kit/assembly.ts';
import { withAudit } from '../../subgraphs/kit/audit/mutations.ts';
import { createAuditTrail } from '../../subgraphs/kit/audit/trail.ts';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { type Database, openDatabase } from '../../subgraphs/kit/database.ts';
import { parseEnv } from '../../subgraphs/kit/env.ts';
import { createOutbox } from '../../subgraphs/kit/events/outbox.ts';
import type { Feature } from '../../subgraphs/kit/feature.ts';
import { createLogger } from '../../subgraphs/kit/log.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { execute, parse } from '../own-graphql.ts';
import { ensureDatabases, startCluster } from '../postgres.ts';
import { type BenchRun, print } from './run.ts';

interface BenchDatabase {
  name: string;
  features: readonly Feature[];
  port: number;
  connections?: number;
}

/** A subgraph's database, migrated, in a durable PostgreSQL of its own that ends with the run. */
export const openBenchDatabase = async (
  { ending, directory }: Pick<BenchRun, 'ending' | 'directory'>,
  { name, features, port, connections = 10 }: BenchDatabase,
): Promise<{ database: Database; url: string }> => {
  const cluster = await startCluster({ dataDir: join(directory(), 'postgres'), port });
  ending.defer(() => cluster.stop());
  const { [name]: url = '' } = await ensureDatabases(cluster.adminUrl, [name], () => 'bench');
  const owner = { entities: entitiesOf(features), migrations: migrationsOf(features) };
  const database = await openDatabase({ url, name: 'bench', ...owner, connections });
  ending.defer(() => database.close());
  await migrate(database);
  return { database, url };
};

/** A key of ES256 under a name, as a JSON Web Key. */
export const benchKey = (): JsonWebKey & { kid: string } => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  kid: 'bench',
});

interface BenchCall {
  caller: Caller;
  variables: object;
}

type Payload = { refusal?: { code: string } | null } | null;

/** A subgraph in this process, with its audit trail and its outbox. */
export const openBenchSubgraph = <const Fs extends readonly Feature[]>(
  database: Database,
  { name, features, env: variables }: { name: string; features: Fs; env: NodeJS.ProcessEnv },
) => {
  const log = createLogger({ service: 'bench', level: 'silent' });
  const now = () => new Date();
  const given = { PORT: '1', DATABASE_URL: 'postgres://bench', CALLER_SECRET: 'x'.repeat(43), ...variables };
  const audit = createAuditTrail({ database, key: createSecretKey(randomBytes(32)), log, now });
  const outbox = createOutbox({ source: name, subscriptions: [] });
  const env = parseEnv(envOf(features), given) as never;
  const services = servicesOf(features, { database, outbox, audit, log, now, env });
  const { schema } = schemaOf(features);
  const context = withAudit(audit, contextOf(features, services));
  /** Makes a function that runs one document, parsed and validated once, as the server keeps documents. */
  const operation = (source: string) => {
    const document = parse(source);
    /** @throws GraphQLError */
    return async ({ caller, variables: variableValues }: BenchCall): Promise<Record<string, unknown>> => {
      const contextValue = context({ caller, requestId: crypto.randomUUID(), language: 'en' });
      const { data, errors } = await execute({ schema, document, contextValue, variableValues: { ...variableValues } });
      if (errors?.[0] || !data) throw errors?.[0] ?? new Error('no answer');
      return data;
    };
  };
  const mutation = (source: string) => {
    const run = operation(source);
    /** @throws Error for a refusal */
    return async (call: BenchCall): Promise<void> => {
      const [payload] = Object.values(await run(call)) as Payload[];
      if (!payload || payload.refusal) throw new Error(`refused: ${payload?.refusal?.code}`);
    };
  };
  return { services, operation, mutation };
};

/** Does all the work there is, `atOnce` at a time. @returns how much was done a second */
export const perSecond = async <Item>(
  items: readonly Item[],
  { atOnce, one }: { atOnce: number; one: (item: Item) => Promise<unknown> },
): Promise<number> => {
  let next = 0;
  const work = async () => {
    for (let index = next++; index < items.length; index = next++) await one(items[index] as Item);
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: atOnce }, work));
  return items.length / ((performance.now() - startedMs) / 1_000);
};

export const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

interface Comparison {
  bench: string;
  unit: string;
  goal: number;
  rounds: number;
  ours(): Promise<number>;
  floor(): Promise<number>;
}

/** Measures a service and its floor in turns, so that other load on the machine meets both. @returns whether it passes */
export const besideFloor = async ({ bench, unit, goal, rounds, ...measure }: Comparison): Promise<boolean> => {
  const found: { ours: number; floor: number }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const one = { ours: Math.round(await measure.ours()), floor: Math.round(await measure.floor()) };
    found.push(one);
    print({ round, ...one });
  }
  const ours = median(found.map((one) => one.ours));
  const reference = median(found.map(({ floor }) => floor));
  const ratio = Number((ours / reference).toFixed(3));
  const pass = ratio >= goal;
  print({ bench, unit, ours, reference, ratio, goal, pass });
  return pass;
};
