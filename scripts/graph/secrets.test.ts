import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv as parseEnvFile } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { PinnedKeys } from '../../gateway/registry/pinned-keys.ts';
import { keyIdOf, readPublicKey } from '../../schema/registry/key.ts';
import { vaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import { publishOwnEnv } from '../publish-own.env.ts';
import { command, envFile } from './secrets.ts';

const example = parseEnvFile(readFileSync('.env.example', 'utf8'));
const compose = readFileSync('docker-compose.yml', 'utf8');
const required = new Set([...compose.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));

test('the file has exactly what docker-compose.yml requires and .env.example leaves empty', () => {
  const made = Object.keys(parseEnvFile(envFile())).toSorted();
  expect(made).toEqual([...required].toSorted());
  expect(made).toEqual(
    Object.keys(example)
      .filter((name) => example[name] === '')
      .toSorted(),
  );
});

test('what stays empty is what only the operator knows; every other value is fresh and has the form of its kind', () => {
  const one = parseEnvFile(envFile());
  const other = parseEnvFile(envFile());
  const isEmpty = ([, value]: [string, string | undefined]) => value === '';
  const empty = Object.entries(one)
    .filter(isEmpty)
    .map(([name]) => name);
  expect(empty.toSorted()).toEqual([
    'CIVIL_REGISTRY_KEY',
    'CIVIL_REGISTRY_URL',
    'CODE_SENDER_TOKEN',
    'CODE_SENDER_URL',
    'TOKEN_ISSUER',
  ]);
  for (const [name, value = ''] of Object.entries(one)) {
    if (empty.includes(name)) continue;
    expect(value).not.toBe(other[name]);
    if (name.endsWith('_VAULT_KEYS')) expect(vaultKeys.safeParse(JSON.parse(value)).success).toBe(true);
    else if (name.endsWith('_TOKEN_KEY'))
      expect(JSON.parse(value)).toMatchObject({ crv: 'P-256', d: expect.any(String) });
    else if (name.endsWith('_PUBLIC_KEY')) expect(JSON.parse(value)).not.toHaveProperty('d');
    else if (name.endsWith('_PASSWORD')) expect(value).toMatch(/^[0-9a-f]{48}$/);
    else if (name.endsWith('_PROGRAMME_KEY')) expect(JSON.parse(value)).toMatchObject({ kty: 'EC', crv: 'P-256' });
    else if (name === 'OWN_PUBLISHER_KEYS') {
      const keys = publishOwnEnv.shape.OWN_PUBLISHER_KEYS.parse(value);
      expect(PinnedKeys.parse(one.PUBLISHER_KEYS ?? '').find(keyIdOf(keys.approver), 'approver')).toBeDefined();
    } else if (name === 'PUBLISHER_KEYS') {
      expect([...PinnedKeys.parse(value).subgraphs]).toEqual(['pmo', 'training', 'payments', 'jobs', 'registry']);
      expect(value).not.toContain('"d"');
    } else if (['PARTNER_KEYS', 'CONFORMANCE_RUNNER_KEY', 'WARDEN_KEY'].includes(name))
      expect(JSON.parse(value)).toMatchObject(
        name === 'PARTNER_KEYS' ? { signing: [{ crv: 'Ed25519' }] } : { crv: 'Ed25519' },
      );
    else if (name === 'CONFORMANCE_KEYS') expect(readPublicKey(JSON.parse(value)[0])).toBeDefined();
    else if (name.includes('_TO_')) expect(value).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    else
      expect(JSON.parse(value.startsWith('[') ? value : `["${value}"]`)).toEqual([
        expect.stringMatching(/^[\w-]{43}$/),
      ]);
  }
});

test('--out writes a file of its owner alone, and never over one that is there', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'prakerja-secrets-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, '.env');
  await command.run(['--out', file]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, 'mine');
  await expect(command.run(['--out', file])).rejects.toThrow(`${file} is there already`);
  expect(readFileSync(file, 'utf8')).toBe('mine');
});
