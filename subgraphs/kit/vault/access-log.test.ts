import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { silent } from '../../../tests/testkit/event-secret.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { vaultDatabase } from '../../../tests/testkit/vault.ts';
import { uuidv7 } from '../ids.ts';
import { countStatements } from '../statements.ts';
import {
  AccessPurpose,
  accessesBySubject,
  accessLogMonths,
  createAccessLogMonths,
  recordAccess,
} from './access-log.ts';

const facts = { caller: { ...callerOf('officer-1', 'identity:read'), org: 'pmo-audit' }, requestId: 'request-0001' };
const AUDIT = AccessPurpose.AUDIT;
const read = (subjectId: string, ...fields: string[]) => ({ subjectId, fields, purpose: AUDIT });

test('reads of many people are written by one statement, and each person sees their own', async () => {
  const database = await vaultDatabase();
  const siti = uuidv7();
  const budi = uuidv7();
  const tally = { statements: 0 };
  await countStatements(tally, () => recordAccess(database, [read(siti, 'nik', 'kk'), read(budi, 'phone')], facts));
  await countStatements(tally, () => recordAccess(database, [], facts));
  expect(tally.statements).toBe(1);
  const entries = await accessesBySubject(database).load({ parent: siti, page: { first: 10, after: null } });
  expect(entries).toEqual([
    {
      id: expect.any(String),
      at: expect.any(Date),
      readerId: 'officer-1',
      readerOrg: 'pmo-audit',
      subjectId: siti,
      fields: ['nik', 'kk'],
      purpose: 'AUDIT',
      requestId: 'request-0001',
      terms: null,
    },
  ]);
});

test('pages are newest first, continue behind an entry, and cost one statement for all people', async () => {
  const database = await vaultDatabase();
  const people = [uuidv7(), uuidv7()];
  for (const field of ['nik', 'kk', 'phone', 'email'])
    await recordAccess(
      database,
      people.map((id) => read(id, field)),
      facts,
    );
  const load = (after: [string] | null) => {
    const loader = accessesBySubject(database);
    return Promise.all(people.map((parent) => loader.load({ parent, page: { first: 2, after } })));
  };
  const tally = { statements: 0 };
  const [mine = []] = await countStatements(tally, () => load(null));
  expect([tally.statements, mine.map(({ fields }) => fields[0])]).toEqual([1, ['email', 'phone', 'kk']]);
  const [next = []] = await load([mine[1]?.id ?? '']);
  expect(next.map(({ fields }) => fields[0])).toEqual(['kk', 'nik']);
});

const changes = [
  `update access_log set reader_id = 'nobody'`,
  'delete from access_log',
  'truncate access_log',
  'truncate access_log_default',
  `update access_log_default set purpose = 'SERVICE'`,
];

test.each(changes)('the log refuses a superuser: %s', async (change) => {
  const { query, rows, ...database } = await vaultDatabase();
  await query(`insert into access_log (at, reader_id, subject_id, fields, purpose, request_id)
    values (now(), 'a', uuidv7(), '{nik}', 'AUDIT', 'r'), ('2001-01-01', 'a', uuidv7(), '{nik}', 'AUDIT', 'r')`);
  await expect(database.pool.query(change)).rejects.toMatchObject({ code: '23001' });
  expect(await query('select 1 from access_log')).toHaveLength(2);
});

test('the owner of the tables has no grant to change them, in any partition', async () => {
  const { query, orm } = await vaultDatabase();
  const url = new URL(orm.config.get('clientUrl') as string);
  const role = `owner_${url.pathname.slice(1)}`;
  await query(`create role ${role} login password 'x'`);
  await query(`create schema own authorization ${role}`);
  url.username = role;
  url.password = 'x';
  url.searchParams.set('options', '-c search_path=own');
  const { accessLogTables } = await import('./tables.ts');
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    for (const statement of accessLogTables()) await client.query(statement);
    const { rows } = await client.query(
      `select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'own'::regnamespace`,
    );
    expect(rows).toHaveLength(5);
    for (const { relname } of rows) {
      for (const change of [`update ${relname} set reader_id = ''`, `delete from ${relname}`, `truncate ${relname}`]) {
        await expect(client.query(change)).rejects.toMatchObject({ code: '42501' });
      }
    }
  } finally {
    await client.end();
    await query(`drop schema own cascade`);
    await query(`drop role ${role}`);
  }
});

test('this month, as Jakarta has it, and the next two get a partition, once', async () => {
  const database = await vaultDatabase();
  const lastHour = new Date('2032-10-31T17:30:00Z');
  await Promise.all([createAccessLogMonths(database, lastHour), createAccessLogMonths(database, lastHour)]);
  const made = `select relname from pg_class where relkind = 'r' and relname between 'access_log_2032' and 'access_log_2034' order by 1`;
  expect((await database.query<{ relname: string }>(made)).map(({ relname }) => relname)).toEqual([
    'access_log_2032_11',
    'access_log_2032_12',
    'access_log_2033_01',
  ]);
  await database.query(`insert into access_log (at, reader_id, subject_id, fields, purpose, request_id)
    values ('2032-10-31T17:00:00Z', 'a', uuidv7(), '{nik}', 'AUDIT', 'r')`);
  await expect(database.query('delete from access_log_2032_11')).rejects.toMatchObject({ code: '23001' });
});

test('a partition that cannot be made is logged and stops nothing', async () => {
  const database = await vaultDatabase();
  const error = vi.spyOn(silent, 'error');
  await database.query('drop function create_access_log_month');
  const work = accessLogMonths({ database, log: silent, now: () => new Date() });
  work.start();
  await work.stop();
  expect(error).toHaveBeenCalledExactlyOnceWith(expect.anything(), 'no partition of the access log was made');
});

test('an entry without a purpose that is listed, or without a field, is refused', async () => {
  const database = await vaultDatabase();
  const odd = { subjectId: uuidv7(), fields: ['nik'], purpose: 'CURIOSITY' as AccessPurpose };
  await expect(recordAccess(database, [odd], facts)).rejects.toMatchObject({ code: '23514' });
  await expect(recordAccess(database, [read(uuidv7())], facts)).rejects.toMatchObject({ code: '23514' });
});
