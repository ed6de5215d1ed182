// One worker of the benchmark in a process of its own: the engine, or the floor.
import 'reflect-metadata';
import { openDatabase } from '../../../subgraphs/kit/database.ts';
import { createOutbox } from '../../../subgraphs/kit/events/outbox.ts';
import { createLogger } from '../../../subgraphs/kit/log.ts';
import { Vault } from '../../../subgraphs/kit/vault/vault.ts';
import { engineDefaults } from '../../../subgraphs/payments/order/engine.settings.ts';
import { Engine } from '../../../subgraphs/payments/order/engine.ts';
import { HearService } from '../../../subgraphs/payments/order/hear.service.ts';
import { payoutAdapter } from './adapter.ts';
import { runFloor } from './floor.ts';

const { url, walletUrl, keys, floor, concurrency } = JSON.parse(process.argv[2] ?? '{}');
const adapter = payoutAdapter({ url: walletUrl });

if (floor) {
  await runFloor({ url, adapter, payouts: floor, concurrency });
} else {
  const database = await openDatabase({ url, name: 'bench', entities: [], migrations: [] });
  const now = () => new Date();
  const outbox = createOutbox({ source: 'payments', subscriptions: [] });
  const engine = new Engine({
    database,
    vault: new Vault(keys),
    outbox,
    now,
    partners: [adapter],
    hears: new HearService({ outbox, now, random: Math.random }),
    log: createLogger({ service: 'bench', level: 'error' }),
    settings: { ...engineDefaults, concurrency, idleMs: 20 },
  });
  engine.start();
  const begun = process.cpuUsage();
  process.stdout.write('ready\n');
  process.once('SIGTERM', async () => {
    await engine.stop();
    const { user, system } = process.cpuUsage(begun);
    process.stdout.write(`${(user + system) / 1_000}\n`);
    await database.close();
    process.exit(0);
  });
}
