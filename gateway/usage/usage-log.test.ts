import { buildSchema, getOperationAST, parse } from 'graphql';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { anonymous, Caller } from '../caller.ts';
import type { PreparedOperation } from '../operation.ts';
import { people } from '../testkit/people.ts';
import { startStack } from '../testkit/stack.ts';
import { UsageLog, type UseCount } from './usage-log.ts';
import { openUsageStore } from './usage-store.ts';

const log = { warn: () => undefined };
const schema = buildSchema('type Query { me: Person } type Person { id: ID name: String }');
const prepared = (text: string) => {
  const document = parse(text);
  return { document, definition: getOperationAST(document) } as unknown as PreparedOperation;
};
const portal = new Caller({ sub: 'somebody', azp: 'portal', org: 'karir' }, Number.POSITIVE_INFINITY);
const flood = Array.from({ length: 10_000 }, (_, number) => prepared(`query Q${number} { me { id name } }`));

const sinkOf = () => {
  const written: UseCount[] = [];
  return { written, add: async (counts: readonly UseCount[]) => void written.push(...counts) };
};

test('10,000 names of operations leave 1,000 operations, and every execution counts for its elements', async () => {
  const written = async (caller: Caller, operations: readonly PreparedOperation[]) => {
    const sink = sinkOf();
    const usage = new UsageLog({ sink });
    const context = { caller, clientVersion: '1.0.0' };
    for (const operation of operations) usage.record(schema, { operation, given: {}, context });
    await usage.flush();
    const named = sink.written.filter(({ operation: { name } }) => name !== '');
    const others = sink.written.filter(({ operation: { name } }) => name === '');
    const shown = others.map((count) => [count.client.version, ...count.operation.coordinates, count.executions]);
    return [named.length, named[0]?.client.client, named[0]?.client.version, ...shown];
  };
  const elements = ['Person.id', 'Person.name', 'Query.me'];
  const others = (executions: number) => elements.map((element) => ['', element, executions]);
  expect(await written(anonymous, flood)).toEqual([1000, '', '', ...others(9000)]);
  expect(await written(portal, flood.slice(0, 1500))).toEqual([1000, 'portal', '1.0.0', ...others(500)]);
});

test('3,000 versions of a client leave 1,000', async () => {
  const sink = sinkOf();
  const usage = new UsageLog({ sink });
  const operation = prepared('{ me { id } }');
  for (let version = 0; version < 3000; version += 1)
    usage.record(schema, { operation, given: {}, context: { caller: portal, clientVersion: `1.${version}` } });
  await usage.flush();
  expect(new Set(sink.written.map(({ client }) => client.id)).size).toBe(1001);
});

test('while the database is away counts wait, and those without room are dropped and counted', async () => {
  const sink = sinkOf();
  let isAway = true;
  const add = async (counts: readonly UseCount[]) => (isAway ? Promise.reject(new Error('away')) : sink.add(counts));
  let now = 3_600_000 * 1000;
  const usage = new UsageLog({ sink: { add }, now: () => now, mostWaiting: 10 });
  const context = { caller: portal };
  for (let round = 0; round < 3; round += 1) {
    for (const operation of flood.slice(0, 12)) usage.record(schema, { operation, given: {}, context });
    await expect(usage.flush()).rejects.toThrow('away');
  }
  expect([usage.takeDropped(), usage.takeDropped()]).toEqual([6, 0]);
  isAway = false;
  await usage.flush();
  expect(sink.written.map(({ executions }) => executions)).toEqual(Array(10).fill(3));
  now += 3_600_000;
  usage.record(schema, { operation: flood[0] as PreparedOperation, given: {}, context });
  await usage.flush();
  expect(sink.written.at(-1)).toMatchObject({ hour: 1001, executions: 1 });
});

test('many counts are added by several statements, and only what failed waits', async () => {
  const sink = sinkOf();
  let statements = 0;
  const add = async (counts: readonly UseCount[]) => {
    statements += 1;
    if (statements === 2) throw new Error('away');
    await sink.add(counts);
  };
  const usage = new UsageLog({ sink: { add }, operationsPerClient: 10_000 });
  for (const operation of flood.slice(0, 2500))
    usage.record(schema, { operation, given: {}, context: { caller: portal } });
  await expect(usage.flush()).rejects.toThrow('away');
  await usage.flush();
  await usage.flush();
  expect([statements, sink.written.length]).toEqual([3, 2500]);
  expect(new Set(sink.written.map(({ operation }) => operation.name)).size).toBe(2500);
});

test('a gateway writes down what is executed: by whom and which elements, but no value and no person', async () => {
  const url = await createDatabase('gateway');
  const nik = '3201150101900001';
  const stack = await startStack({ subgraphs: people(), env: { RATE_LIMIT_DATABASE_URL: url } });
  const token = await stack.issuer.sign({ sub: `person-${nik}`, azp: 'portal', org: 'karir' });
  const headers = { authorization: `Bearer ${token}`, 'apollographql-client-version': '2.1.0' };
  const planted = { ...headers, 'apollographql-client-version': nik, 'apollographql-client-name': nik };
  await stack.ask('query Mine { me { name } }', { headers });
  await stack.ask(`query N${nik} { n${nik}: node(id: "${nik}") { ...F${nik} } } fragment F${nik} on User { name }`, {
    headers: planted,
  });
  const rename = `mutation Rename($n${nik}: ID!) { rename(id: $n${nik}, name: "${nik}") { id } }`;
  await stack.ask(rename, { variables: { [`n${nik}`]: nik }, headers: planted });
  await stack.ask('query Mine { me { name } }', { headers: { 'apollographql-client-version': '9.9.9' } });
  await stack.ask('{ nothing }', { headers });
  await stack.dryRun('{ users { id } }', { headers });
  await stack.stop();

  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = ['used_operation', 'using_client', 'operation_use'];
  const rows: object[][] = [];
  for (const table of tables) rows.push((await client.query<object>(`select * from ${table}`)).rows);
  await client.end();
  expect(rows.map(({ length }) => length)).toEqual([3, 3, 4]);
  expect(JSON.stringify(rows)).not.toMatch(/3201|person|9\.9\.9|190000/);

  const store = await openUsageStore(url, log);
  const known = { organization: 'karir', client: 'portal', isAuthenticated: true, executions: 1 };
  const stranger = { organization: '', client: '', version: '', isAuthenticated: false, executions: 1 };
  expect(await store.usesOf('User.name', 30)).toMatchObject([
    { ...stranger, operations: ['Mine'] },
    { ...known, version: '', operations: [] },
    { ...known, version: '2.1.0', operations: ['Mine'] },
  ]);
  expect(await store.usesOf('Mutation.rename(name:)', 30)).toMatchObject([{ ...known, operations: ['Rename'] }]);
  expect(await store.usesOf('Query.users', 30)).toEqual([]);
  await store.close();
});
