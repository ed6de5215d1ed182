import { expect, test } from 'vitest';
import { auditDatabase } from '../../../tests/testkit/audit.ts';
import { chainPending, createAuditMonths } from './chainer.ts';
import { hashOf } from './entry.ts';
import { headOf, newestEntries, waitingEntries } from './list.ts';
import { auditTables } from './tables.ts';

/** A database with so many linked entries. */
const chainOf = async (entries: number) => {
  const database = await auditDatabase();
  for (let at = 0; at < entries; at++) await database.mutate(() => null);
  await database.link();
  return database;
};

const entry = {
  id: '01a20074-ce3b-7549-8693-f235e3ad7d07',
  at: new Date('2026-11-21T10:00:00.123Z'),
  requestId: 'request-0001',
  callerId: 'officer-1',
  callerOrg: null,
  clientId: 'console',
  mutation: 'announceWave',
  argumentsHash: Buffer.alloc(32, 1),
  objects: ['Wave:2001'],
  rules: ['wave:announce'],
  outcome: 'DONE',
  code: null,
  seq: 7n,
  chainedAt: new Date('2026-11-21T10:00:00.456Z'),
} as const;

test('golden case: the hash of an entry never changes, or old chains would look broken', () => {
  expect(hashOf(Buffer.alloc(32, 2), entry).toString('hex')).toMatchInlineSnapshot(
    `"d8abef576b2655e1eaf38eec3177781c3da40f5f247947a27709a2df7b78d03a"`,
  );
});

test('entries are numbered from 1 in the order in which they began, over several runs', async () => {
  const database = await chainOf(3);
  await database.mutate(() => null);
  expect(await database.verify()).toEqual({ entries: 3n, broken: null });
  expect(await Promise.all([database.link(), database.link(), database.link()])).toContain(1);
  expect(
    await database.query('select seq, seq = row_number() over (order by id) as "isInOrder" from audit_entry'),
  ).toEqual([1n, 2n, 3n, 4n].map((seq) => ({ seq, isInOrder: true })));
  expect(await database.verify({ page: 1 })).toEqual({ entries: 4n, broken: null });
  expect(await database.entries()).toEqual([]);
});

test('more entries than fit in one batch are linked in one go', async () => {
  const database = await chainOf(1);
  await database.query(`insert into audit_pending select uuidv7(), at, request_id, caller_id, caller_org, client_id, mutation,
      arguments_hash, objects, rules, outcome, code from audit_entry, generate_series(1, 4500)`);
  expect(await database.link()).toBe(4_500);
  const shown: bigint[] = [];
  const report = await database.verify({ page: 2_000, onProgress: (entries) => shown.push(entries) });
  expect([report, shown]).toEqual([{ entries: 4_501n, broken: null }, [2_000n, 4_000n, 4_501n, 4_501n]]);
});

const copy = (seq: string, id: string) => `insert into audit_entry
  select ${seq}, chained_at, ${id}, at, request_id, caller_id, caller_org, client_id, mutation, arguments_hash, objects,
    rules, outcome, code, hash from audit_entry where seq = 3`;

test.each([
  ['another caller', `update audit_entry set caller_id = 'budi' where seq = 3`, 3n, 'is not as it was written'],
  [
    'another outcome',
    `update audit_entry set outcome = 'FAILED', code = 'X' where seq = 2`,
    2n,
    'is not as it was written',
  ],
  ['another time', `update audit_entry set at = at + interval '1 ms' where seq = 4`, 4n, 'is not as it was written'],
  [
    'a later time of linking',
    `update audit_entry set chained_at = now() where seq = 5`,
    5n,
    'is not as it was written',
  ],
  ['another hash', `update audit_entry set hash = sha256('x') where seq = 5`, 5n, 'is not as it was written'],
  ['an object more', `update audit_entry set objects = '{Wave:1}' where seq = 1`, 1n, 'is not as it was written'],
  ['the first taken out', `delete from audit_entry where seq = 1`, 1n, 'is missing'],
  ['one taken out', `delete from audit_entry where seq = 3`, 3n, 'is missing'],
  [
    'one taken out and the rest moved up',
    `delete from audit_entry where seq = 3; update audit_entry set seq = seq - 1 where seq > 3`,
    3n,
    'is not as it was written',
  ],
  ['one put in', copy('3', 'uuidv7()').replace('chained_at,', `chained_at + interval '1 ms',`), 3n, 'was put in'],
  [
    'one put in and the rest moved down',
    `update audit_entry set seq = seq + 100 where seq > 3; ${copy('4', 'uuidv7()')};
      update audit_entry set seq = seq - 99 where seq > 100`,
    4n,
    'is not as it was written',
  ],
  [
    'one put before the first',
    `alter table audit_entry drop constraint audit_entry_seq_check; ${copy('-1', 'uuidv7()')}`,
    -1n,
    'was put in',
  ],
  [
    'two swapped',
    `update audit_entry set seq = 100 where seq = 4; update audit_entry set seq = 4 where seq = 5;
      update audit_entry set seq = 5 where seq = 100`,
    4n,
    'is not as it was written',
  ],
] as const)('a superuser is found: %s', async (_, change, ...[seq, reason]) => {
  const database = await chainOf(6);
  await database.tamper(change);
  const { broken } = await database.verify({ page: 2 });
  expect(broken).toEqual({ seq, reason });
});

test('a chain that was cut off or written anew is found by an earlier head', async () => {
  const database = await chainOf(4);
  const client = await database.pool.connect();
  const { seq, hash } = await headOf(client);
  client.release();
  const anchor = { seq, hash: hash.toString('hex') };
  await database.mutate(() => null);
  await database.link();
  expect(await database.verify({ anchor })).toEqual({ entries: 5n, broken: null });
  await database.tamper('delete from audit_entry where seq > 3');
  expect(await database.verify()).toEqual({ entries: 3n, broken: null });
  expect(await database.verify({ anchor })).toEqual({ entries: 3n, broken: { seq: 4n, reason: 'is missing' } });
  await database.mutate(() => null);
  await database.link();
  expect((await database.verify()).broken).toBeNull();
  expect((await database.verify({ anchor })).broken).toEqual({ seq: 4n, reason: 'is not the one that was published' });
});

test.each([
  `update audit_entry set caller_id = 'nobody'`,
  'delete from audit_entry',
  'truncate audit_entry',
  'truncate audit_entry_default',
  'update audit_pending set caller_id = null',
  'delete from audit_pending',
  'truncate audit_pending',
])('the trail refuses even a superuser: %s', async (change) => {
  const { query, mutate, ...database } = await chainOf(2);
  await mutate(() => null);
  await expect(database.pool.query(change)).rejects.toMatchObject({ code: '23001' });
  expect((await query('select from audit_entry')).length + (await database.entries()).length).toBe(3);
});

test('the role that owns the tables has no grant to change them', async () => {
  const { pool, query, url } = await auditDatabase();
  const role = `owner_${new URL(url).pathname.slice(1)}`;
  await query(`create role ${role}`);
  await query(`create schema own authorization ${role}`);
  const client = await pool.connect();
  try {
    await client.query(`set role ${role}`);
    await client.query('set search_path = own');
    for (const statement of auditTables()) await client.query(statement);
    const { rows } = await client.query(`select relname from pg_class
      where relkind in ('r', 'p') and relnamespace = 'own'::regnamespace and relname like 'audit_entry%'`);
    expect(rows).toHaveLength(5);
    const deletions = rows.map(({ relname }) => `delete from ${relname}`);
    const changes = ['audit_pending', ...rows.map(({ relname }) => relname)].flatMap((name) => [
      `update ${name} set caller_id = null`,
      `truncate ${name}`,
    ]);
    for (const change of [...deletions, ...changes]) {
      await expect(client.query(change)).rejects.toMatchObject({ code: '42501' });
    }
  } finally {
    client.release(true);
    await query('drop schema own cascade');
    await query(`drop role ${role}`);
  }
});

test('the newest come first, those that wait before all, and the head is the last that is linked', async () => {
  const { mutate, pool } = await chainOf(3);
  await mutate(() => null);
  const client = await pool.connect();
  try {
    expect((await newestEntries(client, 3)).map(({ seq }) => seq)).toEqual([null, 3n, 2n]);
    expect((await headOf(client)).seq).toBe(3n);
    expect(await waitingEntries(client)).toEqual({ entries: 1, oldestSeconds: 0 });
  } finally {
    client.release();
  }
});

test('each month, as Jakarta has it, gets a partition once, as append-only as the rest', async () => {
  const database = await auditDatabase();
  const lastHour = new Date('2032-10-31T17:30:00Z');
  await Promise.all([createAuditMonths(database, lastHour), createAuditMonths(database, lastHour)]);
  await database.mutate(() => null);
  await chainPending(database, () => lastHour);
  expect(await database.query('select tableoid::regclass::text as partition from audit_entry')).toEqual([
    { partition: 'audit_entry_2032_11' },
  ]);
  for (const change of ['delete from audit_entry_2032_11', 'truncate audit_entry_2032_11']) {
    await expect(database.pool.query(change)).rejects.toMatchObject({ code: '23001' });
  }
});
