import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ensurePrivate } from './private-directory.ts';

const root = mkdtempSync(join(tmpdir(), 'prakerja-private-'));
afterAll(() => rmSync(root, { recursive: true }));

const rightsOf = (...path: string[]) => (statSync(join(...path)).mode & 0o7777).toString(8);

test('a new data directory is for its owner only, and so is an empty one that is there', () => {
  const made = join(root, 'deep', 'made');
  const empty = join(root, 'empty');
  mkdirSync(empty);
  chmodSync(empty, 0o777);
  for (const data of [made, empty]) ensurePrivate(data);
  expect([rightsOf(made), rightsOf(empty)]).toEqual(['700', '700']);
});

test('one of an earlier version, open to all, is shut with all that it holds but the cluster', () => {
  const data = join(root, 'earlier');
  for (const folder of ['logs', 'clients', 'lists', 'postgres']) mkdirSync(join(data, folder), { recursive: true });
  const secret = ['secrets.json', 'stack.json', 'logs/pmo.log', 'clients/portal.json', 'lists/officials.csv'];
  for (const file of [...secret, 'postgres/kept', 'notes.txt']) writeFileSync(join(data, file), '');
  for (const path of ['', 'logs', ...secret, 'postgres/kept']) chmodSync(join(data, path), 0o755);
  ensurePrivate(data);
  expect(['', 'logs', 'clients', 'lists'].map((folder) => rightsOf(data, folder))).toEqual(Array(4).fill('700'));
  expect(secret.map((file) => rightsOf(data, file))).toEqual(Array(5).fill('600'));
  expect(rightsOf(data, 'postgres/kept')).toBe('755');
});

test('a directory that others share, or that holds other things, is refused in one line and left as it is', () => {
  const shared = join(root, 'shared');
  const foreign = join(root, 'foreign');
  for (const directory of [shared, foreign]) mkdirSync(directory);
  chmodSync(shared, 0o1777);
  writeFileSync(join(foreign, 'passwd'), '');
  chmodSync(foreign, 0o755);
  for (const data of [shared, foreign, '/'])
    expect(() => ensurePrivate(data)).toThrow(`cannot use ${data}: it is open to others`);
  expect([rightsOf(shared), rightsOf(foreign)]).toEqual(['1777', '755']);
});

test('a path that is no directory is named in one line', () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  expect(() => ensurePrivate(file)).toThrow(`cannot use ${file}: `);
});
