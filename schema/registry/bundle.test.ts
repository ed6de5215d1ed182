import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Bundle, readBundle } from './bundle.ts';
import { keyIdOf, publicKeyText, readPublicKey } from './key.ts';
import { hashOf, isSignedBy, type Statement, signStatement } from './statement.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const keyId = keyIdOf(privateKey);
const sdl = 'type Query { kurOffers: Int }';
const statement: Statement = {
  organization: 'bank-nusantara',
  subgraph: 'kur',
  number: 1,
  previous: null,
  sdlHash: hashOf(sdl),
  address: 'https://kur.example/graphql',
};
const bundle = (): Bundle => ({
  format: 1,
  supergraph: sdl,
  supergraphHash: hashOf(sdl),
  revisions: [
    {
      statement,
      sdl,
      publisher: { keyId, signature: signStatement(statement, 'publisher', privateKey) },
      approver: { keyId, signature: signStatement(statement, 'approver', privateKey) },
      chain: [],
    },
  ],
  keys: [
    {
      id: keyId,
      organization: 'bank-nusantara',
      role: 'publisher',
      publicKey: publicKeyText(publicKey),
      isRevoked: false,
    },
  ],
});

test('a bundle is read as it was written, and its signatures still hold', () => {
  const read = readBundle(JSON.parse(JSON.stringify(bundle())));
  expect(read).toEqual(bundle());
  const [live] = read.revisions;
  const key = readPublicKey(read.keys[0]?.publicKey ?? '');
  if (!live || !key) throw new Error('something is missing');
  expect(keyIdOf(key)).toBe(live.publisher.keyId);
  expect(isSignedBy(live.statement, 'publisher', { key, signature: live.publisher.signature })).toBe(true);
});

test.each<[string, (changed: Bundle) => unknown]>([
  ['its root', () => 'bundle'],
  ['format', (changed) => ({ ...changed, format: 2 })],
  ['supergraphHash', (changed) => ({ ...changed, supergraphHash: 'ab' })],
  [
    'revisions.0.approver',
    ({ revisions: [live], ...rest }) => ({ ...rest, revisions: [{ ...live, approver: undefined }] }),
  ],
  [
    'revisions.0.statement.number',
    ({ revisions: [live], ...rest }) => ({
      ...rest,
      revisions: [{ ...live, statement: { ...live?.statement, number: 0 } }],
    }),
  ],
  ['keys', (changed) => ({ ...changed, keys: undefined })],
])('a bundle that is malformed at %s is refused by that name', (place, change) => {
  expect(() => readBundle(change(bundle()))).toThrow(`malformed at ${place}`);
});

test('a public key has one writing and one kind', () => {
  const text = publicKeyText(publicKey);
  expect(publicKeyText(privateKey)).toBe(text);
  expect(readPublicKey(text)?.asymmetricKeyType).toBe('ed25519');
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const others = [`${text}=`, `${text} `, text.slice(0, -1), '', '{}', publicKeyText(curve)];
  for (const other of others) expect([other, readPublicKey(other)]).toEqual([other, undefined]);
});
