import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PinnedKeys } from '../../../gateway/registry/pinned-keys.ts';
import { keyIdOf, publicKeyText } from '../../../schema/registry/key.ts';
import { newDirectory } from '../../../tests/testkit/directory.ts';
import { pinnedFile, pinOwn, publisherKeys } from '../../stack/publisher-keys.ts';
import { pinKey } from './pin.ts';

test("a partner's key is believed beside our own, for its subgraphs alone, and a later start keeps it", () => {
  const data = newDirectory('pin');
  pinOwn(data);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const file = join(data, 'partner.pem');
  writeFileSync(file, publicKey.export({ type: 'spki', format: 'pem' }));
  const given = { organization: 'bank', subgraphs: 'kur,loan', data };
  const id = pinKey({ ...given, key: file });
  expect(id).toBe(keyIdOf(privateKey));
  expect(pinKey({ ...given, public: publicKeyText(publicKey) })).toBe(id);
  pinOwn(data);
  const pinned = PinnedKeys.parse(readFileSync(pinnedFile(data), 'utf8'));
  expect(pinned.find(id, 'publisher')).toMatchObject({ organization: 'bank', subgraphs: ['kur', 'loan'] });
  expect(pinned.find(keyIdOf(publisherKeys(data).approver), 'approver')).toBeDefined();
  expect([...pinned.subgraphs].toSorted()).toEqual(
    ['pmo', 'training', 'payments', 'jobs', 'registry', 'kur', 'loan'].toSorted(),
  );
  expect(() => pinKey({ ...given, public: 'x' })).toThrow('--public takes');
});
