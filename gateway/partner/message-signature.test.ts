import { createPrivateKey, createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { contentDigestOf, signMessage } from './message-signature.ts';

/** RFC 9421, appendix B.1.4. */
const key = createPrivateKey(
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----',
);

test('the example of RFC 9421, appendix B.2.6, is signed as it is there', () => {
  expect(createPublicKey(key).export({ format: 'jwk' }).x).toBe('JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs');
  const { input, signature } = signMessage(
    [
      ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
      ['@method', 'POST'],
      ['@path', '/foo'],
      ['@authority', 'example.com'],
      ['content-type', 'application/json'],
      ['content-length', '18'],
    ],
    [
      ['created', 1618884473],
      ['keyid', 'test-key-ed25519'],
    ],
    key,
  );
  expect(input).toBe(
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  );
  expect(signature).toBe('wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==');
});

test('the body of these examples has the digest that RFC 9530 says', () => {
  expect(contentDigestOf('{"hello": "world"}')).toBe('sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:');
});

test('a parameter cannot end its string and add another', () => {
  const { input } = signMessage([['@method', 'POST']], [['tag', 'a";nonce="b\\']], key);
  expect(input).toBe('("@method");tag="a\\";nonce=\\"b\\\\"');
  expect(() => signMessage([], [['tag', 'a\n']], key)).toThrow('printable ASCII');
});
