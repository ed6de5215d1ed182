import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { followFile } from '../../subgraphs/kit/audit/archive.ts';
import { chainPending, createAuditMonths } from '../../subgraphs/kit/audit/chainer.ts';
import { GENESIS } from '../../subgraphs/kit/audit/entry.ts';
import { type AuditDatabase, auditDatabase } from '../../tests/testkit/audit.ts';
import { runCommand } from '../../tests/testkit/command.ts';

const newDirectory = () => {
  const directory = mkdtempSync(join(tmpdir(), 'prakerja-archive-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
};

const commandOver = ({ url: databaseUrl }: AuditDatabase) => {
  const data = newDirectory();
  const stack = { pid: process.pid, url: 'http://127.0.0.1:4000/graphql', subgraphs: { pmo: { databaseUrl } } };
  writeFileSync(join(data, 'stack.json'), JSON.stringify(stack));
  return (name: string, ...args: string[]) => runCommand([name, '--data', data, ...args]);
};

/** Entries of April and May 2014, and of today. */
const trail = async () => {
  const database = await auditDatabase();
  for (const day of ['2014-04-10', '2014-05-10', undefined]) {
    const now = day ? new Date(`${day}T03:00:00Z`) : new Date();
    await createAuditMonths(database, now);
    for (let entry = 0; entry < 3; entry += 1) await database.mutate(() => null);
    await chainPending(database, () => now);
  }
  return database;
};

const monthsIn = async ({ query }: AuditDatabase) =>
  (await query<{ month: string }>('select distinct tableoid::regclass::text as month from audit_entry order by 1')).map(
    ({ month }) => month,
  );

test('months that were kept long enough are archived, then dropped, and the chain holds from there', async () => {
  const database = await trail();
  const graph = commandOver(database);
  const archive = newDirectory();
  const before = await monthsIn(database);
  const told = await graph('archive');
  expect([told.code, told.err]).toEqual([0, '']);
  expect(told.out).toContain('pmo: audit_entry_2014_04 may go since 2024-05-01\n');
  expect(await monthsIn(database)).toEqual(before);

  const archived = await graph('archive', '--to', archive);
  expect(archived.out).toContain('audit_entry_2014_05, 3 entries, archived in');
  expect(await monthsIn(database)).toEqual(before);
  const dropped = await graph('archive', '--to', archive, '--drop');
  expect([dropped.code, dropped.err]).toEqual([0, '']);
  expect(await monthsIn(database)).toEqual(before.filter((month) => !month.includes('2014')));

  // The files continue each other, and what is left continues them.
  const start = { seq: 0n, hash: GENESIS };
  const april = await followFile(join(archive, 'pmo.audit_entry_2014_04.ndjson.gz'), start);
  const may = await followFile(join(archive, 'pmo.audit_entry_2014_05.ndjson.gz'), april);
  expect([april.entries, may.entries, may.seq]).toEqual([3, 3, 6n]);
  expect((await graph('audit', 'verify')).out).toBe('pmo: 9 entries, the chain holds\n');
  await database.mutate(() => null);
  await database.link();
  expect((await graph('audit', 'verify')).out).toBe('pmo: 10 entries, the chain holds\n');
  expect((await graph('archive')).out).toMatch(/^pmo: no month may go; the next is audit_entry_20/);
  await database.tamper('delete from audit_entry where seq = 7');
  expect((await graph('audit', 'verify')).out).toContain('BROKEN: entry 7 is missing');
}, 60_000);

test('what was tampered with is not archived, a file neither, and nothing goes then', async () => {
  const database = await trail();
  const graph = commandOver(database);
  const archive = newDirectory();
  await graph('archive', '--to', archive);
  const file = join(archive, 'pmo.audit_entry_2014_04.ndjson.gz');
  const lines = gunzipSync(readFileSync(file)).toString().split('\n');
  for (const changed of [lines.slice(1), lines.toReversed(), lines.with(1, (lines[1] ?? '').replace('siti', 'budi'))]) {
    writeFileSync(file, gzipSync(changed.filter(Boolean).join('\n')));
    await expect(followFile(file, { seq: 0n, hash: GENESIS })).rejects.toThrow('or not as it was written');
  }
  await database.tamper(`update audit_entry set caller_id = 'budi' where seq = 2`);
  const before = await monthsIn(database);
  const refused = await graph('archive', '--to', archive, '--drop');
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringContaining('entry 2 is missing, or not as it was written'),
  ]);
  expect(await monthsIn(database)).toEqual(before);
}, 60_000);

test('the month that has the last entry stays, however old, and nothing goes without an archive', async () => {
  const database = await auditDatabase();
  const now = new Date('2014-04-10T03:00:00Z');
  await createAuditMonths(database, now);
  await database.mutate(() => null);
  await chainPending(database, () => now);
  const graph = commandOver(database);
  const archive = newDirectory();
  const refused = await graph('archive', '--to', archive, '--drop');
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('has the last entry of all: it stays')]);
  expect(await monthsIn(database)).toEqual(['audit_entry_2014_04']);
  expect((await graph('archive', '--drop')).err).toContain('--drop needs --to');
  expect((await graph('archive', '--to', '/nowhere')).err).toContain('/nowhere is no directory');
  expect(readdirSync(archive)).toEqual(['pmo.audit_entry_2014_04.ndjson.gz']);
}, 60_000);
