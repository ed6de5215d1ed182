import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMac } from './mac.ts';

// RFC 4231, cases 1, 2 and 3.
const vectors = [
  {
    key: Buffer.alloc(20, 0x0b),
    text: 'Hi There',
    mac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    key: Buffer.from('Jefe'),
    text: 'what do ya want for nothing?',
    mac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
];

test('the published examples come out', () => {
  for (const { key, text, mac } of vectors) {
    expect(Buffer.from(createMac(createSecretKey(key))(text), 'base64url').toString('hex')).toBe(mac);
  }
});

test('it is what createHmac says, whatever was signed before', () => {
  const key = fc.uint8Array({ minLength: 1, maxLength: 64 });
  const texts = fc.array(fc.oneof(fc.string({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 6000 })), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(key, texts, (bytes, signed) => {
      const secret = createSecretKey(bytes);
      const macOf = createMac(secret);
      for (const text of signed) {
        expect(macOf(text)).toBe(createHmac('sha256', secret).update(text).digest('base64url'));
      }
    }),
    { numRuns: 500 },
  );
});

test('a key that would have to be hashed first is refused', () => {
  expect(() => createMac(createSecretKey(randomBytes(65)))).toThrow('65 bytes');
});
