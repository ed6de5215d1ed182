import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { PinnedKeys } from '../../../gateway/registry/pinned-keys.ts';
import { keyIdOf, publicKeyText } from '../../../schema/registry/key.ts';
import { pinKey } from './pin.ts';

const folder = mkdtempSync(join(tmpdir(), 'prakerja-pin-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'pinned.json');

const newKey = (change: object = {}) => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const id = keyIdOf(privateKey);
  return {
    id,
    publicKey: publicKeyText(privateKey),
    organization: 'bank',
    role: 'PUBLISHER',
    status: 'APPROVED',
    ...change,
  };
};

test('a key that is pinned is one that the gateway reads, for its subgraphs alone', () => {
  const one = newKey();
  const two = newKey();
  pinKey([one], { id: one.id, subgraph: 'kur', file });
  pinKey([one, two], { id: two.id, subgraph: 'sewa,magang', file });
  const pinned = PinnedKeys.parse(readFileSync(file, 'utf8'));
  expect(pinned.find(one.id, 'publisher')).toMatchObject({ organization: 'bank', subgraphs: ['kur'] });
  expect(pinned.find(two.id, 'publisher')?.subgraphs).toEqual(['sewa', 'magang']);
});

test('a registry cannot have another key believed than the one whose id was told', () => {
  const told = newKey();
  const planted = { ...newKey(), id: told.id };
  expect(() => pinKey([planted], { id: told.id, subgraph: 'kur', file })).toThrow('is another key');
  expect(() => pinKey([newKey()], { id: told.id, subgraph: 'kur', file })).toThrow('the registry has no key');
  expect(readFileSync(file, 'utf8')).not.toContain(told.id);
});

test.each(['PROPOSED', 'REVOKED'])('a key that is %s is not pinned', (status) => {
  const key = newKey({ status });
  expect(() => pinKey([key], { id: key.id, subgraph: 'kur', file })).toThrow(`is ${status}`);
});

test('a publisher is pinned for subgraphs that are named', () => {
  const key = newKey();
  expect(() => pinKey([key], { id: key.id, file })).toThrow('say --subgraph');
});
