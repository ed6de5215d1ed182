import { startSubgraph, stopOnSignals } from '@prakerja/subgraph-kit';
import { createBureauClient } from './bureau/bureau.client.ts';
import { contextFor, createBank } from './context.ts';
import { openDatabase } from './database.ts';
import { readEnv } from './env.ts';
import { resolvers } from './schema.ts';
import { typeDefs } from './sdl.ts';
import { seedCampaign2021 } from './statistics/index.ts';

const env = readEnv();
const database = await openDatabase(env.DATABASE_URL);
if (env.SEED_2021 === 'true') await seedCampaign2021(database);
const { BUREAU_URL: url, BUREAU_API_KEY: apiKey, BUREAU_TIMEOUT_MS: timeoutMs } = env;
const bank = createBank({
  database,
  bureau: createBureauClient({ url, apiKey, timeoutMs }),
  now: () => new Date(),
  secret: Buffer.from(env.KUR_SECRET, 'base64url'),
  checkForMs: env.CHECK_FOR_MS,
  // A try that takes its whole time ends before another worker begins.
  leaseMs: 2 * timeoutMs,
  everyMs: env.CHECK_EVERY_MS,
  log: console,
});
bank.worker.start();
const subgraph = await startSubgraph({
  name: 'kur',
  typeDefs,
  resolvers,
  env,
  contextOf: contextFor(bank),
  checkReady: () => database.rows('select 1'),
});
stopOnSignals({
  ...subgraph,
  stop: async () => {
    await subgraph.stop();
    await bank.worker.stop();
    await database.close();
  },
});
