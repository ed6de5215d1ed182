import pg from 'pg';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import type { UseCount, UsingClient } from './usage-log.ts';
import { openUsageStore } from './usage-store.ts';
import { usedOperation } from './used-operation.ts';

const log = { warn: () => undefined };
const hourMs = 3_600_000;
const thisHour = () => Math.floor(Date.now() / hourMs);

let url: string;
beforeAll(async () => {
  url = await createDatabase('gateway');
});

/** Two gateways' stores of empty tables. */
const opened = async () => {
  const store = await openUsageStore(url, log);
  const other = await openUsageStore(url, log);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(async () => void (await Promise.all([store.close(), other.close(), client.end()])));
  const ask = async (text: string) => (await client.query<Record<string, number>>(text)).rows[0];
  await ask('truncate operation_use, used_operation, using_client');
  return { store, other, ask };
};

const clientOf = (number: number): UsingClient => ({
  id: String(number),
  organization: `org-${number}`,
  client: `client-${number}`,
  version: '1.0.0',
  isAuthenticated: number > 0,
});
const operationOf = (number: number) =>
  usedOperation(
    'query',
    `Operation${number}`,
    Array.from({ length: 20 }, (_, index) => `Type${number}.field${index}`),
  );
const use = (number: number, { hour = thisHour(), executions = 1 } = {}): UseCount => ({
  hour,
  client: clientOf(number % 10),
  operation: operationOf(number),
  executions,
});

test('counts of two gateways at once are added, and the element says who used it and when last', async () => {
  const { store, other } = await opened();
  const counts = Array.from({ length: 50 }, (_, number) => use(number));
  await Promise.all([
    store.add(counts),
    other.add(counts.toReversed()),
    other.add([use(3, { hour: thisHour() - 30 })]),
  ]);
  await store.add([use(3, { executions: 5 })]);
  expect(await store.usesOf('Type3.field7', 30)).toEqual([
    {
      organization: 'org-3',
      client: 'client-3',
      version: '1.0.0',
      isAuthenticated: true,
      operations: ['Operation3'],
      executions: 8,
      lastHour: new Date(thisHour() * hourMs),
    },
  ]);
  expect(await store.usesOf('Type3.field7', 1)).toMatchObject([{ executions: 7 }]);
  expect(await store.usesOf('Type10.field7', 1)).toMatchObject([{ isAuthenticated: false }]);
  expect(await store.usesOf('Type3.field70', 30)).toEqual([]);
});

test('what is older than 90 days goes, and what nothing counts any more', async () => {
  const { store, ask } = await opened();
  await store.add([use(1, { hour: thisHour() - 90 * 24 - 1 }), use(2, { hour: thisHour() - 89 * 24 })]);
  await ask(`update used_operation set used_on = current_date - 93 where name = 'Operation1'`);
  await ask(`update using_client set used_on = current_date - 93 where client = 'client-1'`);
  await store.prune();
  const left = `select (select count(*)::int from operation_use) as uses,
    (select count(*)::int from used_operation) as operations, (select count(*)::int from using_client) as clients`;
  expect(await ask(left)).toEqual({ uses: 1, operations: 1, clients: 1 });
  expect(await store.usesOf('Type2.field1', 90)).toHaveLength(1);
});

test('an operation takes at most 200 bytes in an hour, its names and elements included', async () => {
  const { store, ask } = await opened();
  const operations = Array.from({ length: 250 }, (_, number) => use(number));
  for (let hour = thisHour() - 39; hour <= thisHour(); hour += 1) {
    // The counts of an hour are raised again and again, and autovacuum looks at the table sixty times.
    for (let times = 0; times < 3; times += 1) await store.add(operations.map((each) => ({ ...each, hour })));
    await ask('vacuum operation_use');
  }
  const size = await ask(`
    select (select count(*)::float8 from operation_use) as rows,
      (pg_total_relation_size('operation_use') + pg_total_relation_size('used_operation') + pg_total_relation_size('using_client'))::float8 as bytes`);
  expect(size?.rows).toBe(250 * 40);
  expect(Math.round((size?.bytes ?? 0) / (size?.rows ?? 1))).toBeLessThanOrEqual(200);
});
