import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { checkInvariants } from '../../scripts/graph/invariants.ts';
import { archiveSettings, prepareRestore, takeBaseBackup } from '../../scripts/postgres/backup.ts';
import { type Cluster, ensureDatabases, startCluster } from '../../scripts/postgres.ts';
import { entitiesOf, migrationsOf } from '../../subgraphs/kit/assembly.ts';
import { chainPending } from '../../subgraphs/kit/audit/chainer.ts';
import { verifyChain } from '../../subgraphs/kit/audit/verify.ts';
import { type Database, openDatabase } from '../../subgraphs/kit/database.ts';
import { migrate } from '../../subgraphs/kit/migrate.ts';
import { payments } from '../../subgraphs/payments/features.ts';
import { postBudget } from '../../subgraphs/payments/ledger/budget.service.ts';
import { journalChain } from '../../subgraphs/payments/ledger/chain.service.ts';
import { verifyJournal } from '../../subgraphs/payments/ledger/verify.service.ts';
import { auditTrail } from '../testkit/audit-trail.ts';
import { silent } from '../testkit/event-secret.ts';
import { paymentsInbox, people, requestId, TEN_TRILLION, testYear } from '../testkit/payments.ts';
import { freePort } from '../testkit/port.ts';
import { callerOf } from '../testkit/subgraph.ts';
import { until } from '../testkit/until.ts';

const directory = mkdtempSync(join(tmpdir(), 'prakerja-restore-'));
const archive = join(directory, 'archive');
mkdirSync(archive);
// PostgreSQL does not run as root: whoever it runs as works here.
for (const path of [directory, archive]) chmodSync(path, 0o777);
const clusters: Cluster[] = [];
afterAll(async () => {
  for (const cluster of clusters) await cluster.stop();
  rmSync(directory, { recursive: true, force: true });
});

const clusterIn = async (name: string): Promise<Cluster> => {
  const settings = archiveSettings(archive);
  const cluster = await startCluster({ dataDir: join(directory, name), port: await freePort(), settings });
  clusters.push(cluster);
  return cluster;
};

const withClient = async <T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return use(client).finally(() => client.end());
};

const urlOf = async ({ adminUrl }: Cluster): Promise<string> =>
  (await ensureDatabases(adminUrl, ['payments'], () => 'password')).payments ?? '';

const hashOf = (table: string) =>
  `select count(*)::int as rows, md5(coalesce(string_agg(line, '' order by line), '')) as hash
    from (select md5(${table}::text) as line from ${table}) as lines`;

/** Balances, postings and the heads of both chains. */
const STATE = [
  hashOf('posting'),
  hashOf('training_balance'),
  'select sum(amount)::text as total from posting',
  `select seq::int, encode(hash, 'hex') as head from journal_link order by seq desc limit 1`,
  `select seq::int, encode(hash, 'hex') as head from audit_entry order by seq desc limit 1`,
];

const stateOf = (url: string) =>
  withClient(url, async (client) => {
    const rows: unknown[] = [];
    for (const statement of STATE) rows.push((await client.query(statement)).rows[0]);
    return rows;
  });

/** What the programme does: awards that the ledger posts, each with an entry of the audit trail; both chains follow. */
const programme = async (database: Database) => {
  const announce = await paymentsInbox(database);
  const trail = auditTrail(database);
  const chain = journalChain({ database, log: silent, now: () => new Date() });
  return async (wave: number) => {
    const facts = { caller: callerOf('officer', 'wave:manage'), requestId };
    await trail.run({ name: 'announceWave', args: { wave }, facts }, () => announce({ participants: people(5), wave }));
    await chain.tick();
    await chainPending(database, () => new Date());
  };
};

test('a cluster that is lost comes back as it was at a moment: balances and heads of the chains are the same', async () => {
  const first = await clusterIn('first');
  const url = await urlOf(first);
  const migrations = migrationsOf(payments);
  const database = await openDatabase({ url, name: 'payments', entities: entitiesOf(payments), migrations });
  await migrate(database);
  const em = database.orm.em.fork();
  await em.transactional((tx) =>
    postBudget(tx, { year: testYear, amount: TEN_TRILLION, from: `${testYear}-01-01` }, requestId),
  );
  const act = await programme(database);
  for (let wave = 1; wave <= 5; wave += 1) await act(wave);

  // The work goes on while the backup is taken.
  let isTaken = false;
  const working = (async () => {
    for (let wave = 10; !isTaken; wave += 1) await act(wave);
  })();
  const backup = join(directory, 'base');
  const pgdata = join(directory, 'first', 'pgdata');
  await takeBaseBackup({ adminUrl: first.adminUrl, pgdata, to: backup });
  isTaken = true;
  await working;
  for (let wave = 100; wave <= 104; wave += 1) await act(wave);

  const kept = await stateOf(url);
  await delay(50);
  const at = await withClient(
    url,
    async (client) => (await client.query('select clock_timestamp() as at')).rows[0]?.at,
  );
  await delay(50);
  // What is to be undone: more of the same, and a table that somebody drops.
  for (let wave = 200; wave <= 204; wave += 1) await act(wave);
  const late = await stateOf(url);
  expect(late).not.toEqual(kept);
  await database.close();
  const lost = await withClient(first.adminUrl, async (client) => {
    await client.query('drop database payments with (force)');
    const { rows } = await client.query<{ name: string }>('select pg_walfile_name(pg_switch_wal()) as name');
    return rows[0]?.name ?? '';
  });
  await until(async () => readdirSync(archive).includes(lost), Boolean);
  await first.stop();
  rmSync(join(directory, 'first'), { recursive: true });

  const began = performance.now();
  mkdirSync(join(directory, 'second'));
  chmodSync(join(directory, 'second'), 0o777);
  prepareRestore({ from: backup, archive, to: join(directory, 'second', 'pgdata'), at });
  const second = await clusterIn('second');
  const inRecovery = () =>
    withClient(second.adminUrl, async (client) => (await client.query('select pg_is_in_recovery() as is')).rows[0]?.is);
  await until(inRecovery, (is) => is === false);
  const restored = await urlOf(second);
  expect(await stateOf(restored)).toEqual(kept);
  console.log(`restored in ${Math.round(performance.now() - began)} ms: ${JSON.stringify(kept)}`);

  const { entries, audit } = await withClient(restored, async (client) => ({
    entries: await verifyJournal(client),
    audit: await verifyChain(client),
  }));
  expect([entries.broken, audit.broken]).toEqual([null, null]);
  expect(Number(entries.entries)).toBe((kept[3] as { seq: number }).seq);
  const broken = (await checkInvariants({ payments: restored })).filter(({ violations }) => violations > 0);
  expect(broken).toEqual([]);
  // It goes on from there, on a time line of its own.
  const again = await openDatabase({ url: restored, name: 'payments', entities: entitiesOf(payments), migrations });
  await (await programme(again))(300);
  await again.close();
  expect(await stateOf(restored)).not.toEqual(kept);
});
