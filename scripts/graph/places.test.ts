import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { keysOf } from '../../tests/testkit/vault.ts';
import { databaseOf, databasesOf, vaultKeysOf } from './places.ts';

const keys = { stack: keysOf('stack'), own: keysOf('own'), one: keysOf('one') };
const urlOf = (name: string) => `postgres://${name}:secret@127.0.0.1:9/${name}`;

beforeEach(() => vi.stubEnv('DATABASE_URL', undefined));
afterEach(() => vi.unstubAllEnvs());

/** The directory of a running stack with pmo, jobs and the identity service. */
const stackDirectory = (): string => {
  const data = mkdtempSync(join(tmpdir(), 'prakerja-places-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const place = (name: string) => ({ databaseUrl: urlOf(name) });
  const subgraphs = { pmo: place('pmo'), jobs: place('jobs') };
  writeFileSync(join(data, 'stack.json'), JSON.stringify({ pid: process.pid, subgraphs, identity: place('identity') }));
  writeFileSync(join(data, 'secrets.json'), JSON.stringify({ vaultKeys: { pmo: keys.stack } }));
  return data;
};

test('a running stack has the database of each service, and the keys of each vault', () => {
  const data = stackDirectory();
  expect(databaseOf('identity', data)).toBe(urlOf('identity'));
  expect(databasesOf(undefined, data)).toEqual({ pmo: urlOf('pmo'), jobs: urlOf('jobs') });
  expect(databasesOf('jobs', data)).toEqual({ jobs: urlOf('jobs') });
  expect(vaultKeysOf('pmo', data)).toEqual(keys.stack);
  expect(() => databaseOf('bank', data)).toThrow('no subgraph bank in the stack; there are: identity, jobs, pmo');
  expect(() => vaultKeysOf('jobs', data)).toThrow('the stack has no vault of jobs');
});

test('a variable of its own names the database of a service, and one beside it its keys', () => {
  vi.stubEnv('PMO_DATABASE_URL', urlOf('pmo'));
  vi.stubEnv('IDENTITY_DATABASE_URL', urlOf('identity'));
  vi.stubEnv('PMO_VAULT_KEYS', JSON.stringify(keys.own));
  vi.stubEnv('DATABASE_URL', urlOf('other'));
  expect(databaseOf('pmo', undefined)).toBe(urlOf('pmo'));
  expect(databasesOf(undefined, undefined)).toEqual({ pmo: urlOf('pmo') });
  expect(vaultKeysOf('pmo', undefined)).toEqual(keys.own);
  expect(databaseOf('jobs', undefined)).toBe(urlOf('other'));
});

test('DATABASE_URL is the database of the subgraph that is named, with VAULT_KEYS', () => {
  vi.stubEnv('DATABASE_URL', urlOf('pmo'));
  vi.stubEnv('VAULT_KEYS', JSON.stringify(keys.one));
  expect(databasesOf('pmo', undefined)).toEqual({ pmo: urlOf('pmo') });
  expect(vaultKeysOf('pmo', undefined)).toEqual(keys.one);
  expect(() => databasesOf(undefined, undefined)).toThrow('DATABASE_URL is set: name its subgraph with --subgraph');
});

test('--data says that the stack is meant, whatever the environment names', () => {
  const data = stackDirectory();
  vi.stubEnv('DATABASE_URL', urlOf('cluster'));
  vi.stubEnv('PMO_DATABASE_URL', urlOf('other'));
  expect(databaseOf('pmo', data)).toBe(urlOf('pmo'));
  expect(databasesOf(undefined, data)).toEqual({ pmo: urlOf('pmo'), jobs: urlOf('jobs') });
  expect(vaultKeysOf('pmo', data)).toEqual(keys.stack);
});
