import 'reflect-metadata';
import { payoutAdapter } from '../../scripts/bench/disbursement/adapter.ts';
import { openDatabase } from '../../subgraphs/kit/database.ts';
import { createLogger } from '../../subgraphs/kit/log.ts';
import { Vault } from '../../subgraphs/kit/vault/vault.ts';
import { engineOver } from './payout-engine.ts';

// One worker in a process of its own, until it is killed; it prints a line when it has begun.
const { url, walletUrl, keys, settings, adapter, clockMs = 0, stopsBeforePay } = JSON.parse(process.argv[2] ?? '{}');

// It runs statements alone; without the graph's classes it starts in a third of the time.
const database = await openDatabase({ url, name: 'payout-worker', entities: [], migrations: [] });

let paid = 0;
const beforePay = () => {
  paid += 1;
  // Its lease holds, and nothing is sent: it goes on when somebody lets it.
  if (paid === stopsBeforePay) process.kill(process.pid, 'SIGSTOP');
};
const engine = engineOver({
  database,
  vault: new Vault(keys),
  partners: [payoutAdapter({ url: walletUrl, ...adapter, beforePay })],
  settings,
  now: () => new Date(Date.now() + clockMs),
  log: createLogger({ service: 'payout-worker', level: 'fatal' }),
});
engine.start();
process.stdout.write('working\n');
process.once('SIGTERM', async () => {
  await engine.stop();
  await database.close();
  process.exit(0);
});
