import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as receiver from '../../../../scripts/simulators/verification.ts';
import {
  isSignatureOf,
  snapTimestamp,
  stringToSign,
  symmetricSignature,
  tokenSignature,
  tokenStringToSign,
  transactionSignature,
} from './signature.ts';

/** Midtrans, "Signature Generation" (docs.midtrans.com/reference/signature-generation-payouts), the page of April 2026. */
const midtrans = {
  clientSecret: 'fdppqbF5wq7vVegyvsV1CROMv646nJ7A',
  accessToken: 'gp9HjjEj813Y9JGoqwOeOPWbnt4CupvIJbU1Mmu4a11MNDZ7Sg5u9a',
  bodyHash: '56fa5f4999ad8014de49d7898c1d1d53472569db8999de3c1b752a0dd181e98c',
  signature: 'FSlidRHe4ow9qppNifGVQNcdv67lBjgCiP0BHylh+IKXo4fs2rHaGsFNUY0N8t0rPlZs4iAHAOCDklnCccwuJw==',
  /** Public half of the key that the page prints. */
  publicKey:
    'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlWbtlh3eM+bW3n5AFj42wddC4L7tQqbLiCFbTv8K67yng9iwK5mEn+UMXiRhvB2JVWFafCPPxFamsiVG3MjneGjC0BYgmpmw4qXnAnyO3nCdCuPtmZ3ljhKvSTPdWZxrcLi1Xa9V/+Pzb8hrjb5iwMn6SZFNeMmZYgFKiSeueo6TPln2PoTqXCzs1HtsM8eUVe8GAsjJe/3dYl992nyXOpG21GgNu8o5T3WOptPg6GdDTWkTWUu483yRbVVy04Pz4L8DDZTDv+WcsAViDn1rA/jB1Auj/UGKx2ovGcBH/a/hor5TbABbODU6cPTHT54K3sSZtvZNV4eFDB1f/4wdfwIDAQAB',
  tokenSignature:
    'iv5YorKVVFOFS59l0HChDvPe+HeoE/jY5CfVgCg5i16nj5/DVnKg49ilkv8PyeU7y38apHhgO+cUrvkfUs5BhDD69yLn7xp8hzN9RcR0UDy5+nCrQ3GGCVSzZJvlEXN+TB0j4Q6pMsjrq4+YRoyDa4mTlsjJTU9aGjLRFBYgY4MyMQ5x11JyLnoFwbS8TJ5e/q4mUozrp49VyHe7OQSFnJNwvMSFrDyAIxoOK0IZQIlY29PaDIFcWoR+RJAY42H2FryjJcPpNfeercbkj9jsBLV3wmEKiNoN6lgFFLk5QicDnAAQzL45s92EYeCqDNuTTJOydaJbUqEo1d/ZPVNBtQ==',
};

/** DOKU, "Symmetric Signature" (developers.doku.com): values that begin with two spaces keep them. */
const doku = {
  body: '{"partnerServiceId":"  088899","customerNo":"12345678901234567890","virtualAccountNo":"  08889912345678901234567890","virtualAccountName":"Jokul Doe","virtualAccountEmail":"jokul@email.com","virtualAccountPhone":"6281828384858","trxId":"abcdefgh1234","totalAmount":{"value":"12345678.00","currency":"IDR"}}',
  hash: '3274fab8dac896837b106a16da2a974e7e65142dcecb4b768ef0294102838977',
};

const parts = { path: '/v1.0/emoney/topup', accessToken: 'token', body: '{}', timestamp: '2026-11-28T20:00:00+07:00' };

test('the published example of a request for a token is one of what we sign', () => {
  const key = createPublicKey({ key: Buffer.from(midtrans.publicKey, 'base64'), format: 'der', type: 'spki' });
  const text = Buffer.from(tokenStringToSign('G1234325-SNAP', '2023-07-31T07:10:00+07:00'));
  expect(verify('sha256', text, key, Buffer.from(midtrans.tokenSignature, 'base64'))).toBe(true);
});

test('the published example of a transaction has the signature that we make', () => {
  // The page gives the body by its hash alone, so the rest of the string to sign is taken from `stringToSign`.
  const own = stringToSign({ ...parts, path: '/v1.0/debit/payment-host-to-host', accessToken: midtrans.accessToken });
  const [method, path, token, , ...rest] = own.split(':');
  expect(rest.join(':')).toBe('2026-11-28T20:00:00+07:00');
  const published = [method, path, token, midtrans.bodyHash, '2020-01-01T00:00:00+07:00'].join(':');
  expect(symmetricSignature(midtrans.clientSecret, published)).toBe(midtrans.signature);
});

test('the published example of a body has the hash that we sign, spaces inside values kept', () => {
  expect(stringToSign({ ...parts, body: doku.body }).split(':')[3]).toBe(doku.hash);
  expect(JSON.stringify(JSON.parse(doku.body))).toBe(doku.body);
});

const text = fc.string({ unit: 'binary', maxLength: 80 });
const call = fc.record({
  secret: fc.string({ unit: 'binary', minLength: 16, maxLength: 64 }),
  path: fc.webPath().map((path) => `/v1.0${path}`),
  accessToken: fc.base64String({ minLength: 1, maxLength: 100 }),
  body: fc
    .dictionary(text, fc.oneof(text, fc.integer(), fc.record({ value: text })))
    .map((value) => JSON.stringify(value)),
  timestamp: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map(snapTimestamp),
});

test('10,000 transactions are signed as an independent implementation signs them, and no other bytes pass', () => {
  fc.assert(
    fc.property(call, fc.nat(), ({ secret, ...signed }, place) => {
      const signature = transactionSignature(secret, signed);
      const { path, accessToken: token, body, timestamp } = signed;
      const received = { method: 'POST', path, token, body: Buffer.from(body), timestamp };
      expect(signature).toBe(receiver.symmetricSignature(secret, received));
      expect(isSignatureOf(secret, signed, signature)).toBe(true);
      const at = place % (body.length + 1);
      const altered = `${body.slice(0, at)} ${body.slice(at)}`;
      expect(isSignatureOf(secret, { ...signed, body: altered }, signature)).toBe(false);
      expect(isSignatureOf(`${secret}.`, signed, signature)).toBe(false);
    }),
    { numRuns: 10_000 },
  );
});

test('requests for a token are signed as an independent implementation verifies them', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 36 }), fc.string({ maxLength: 30 }), (clientKey, timestamp) => {
      const signature = tokenSignature(privateKey, clientKey, timestamp);
      expect(receiver.isTokenRequestGenuine(publicKey, { clientKey, timestamp, signature })).toBe(true);
      const other = { clientKey: `${clientKey}x`, timestamp, signature };
      expect(receiver.isTokenRequestGenuine(publicKey, other)).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('a timestamp is that of Jakarta, and the receiver reads the same moment', () => {
  expect(snapTimestamp(new Date('2026-12-15T16:59:59.999Z'))).toBe('2026-12-15T23:59:59+07:00');
  expect(snapTimestamp(new Date('2026-12-15T17:00:00Z'))).toBe('2026-12-16T00:00:00+07:00');
  expect(receiver.timeOf('2026-12-16T00:00:00+07:00')).toBe(Date.parse('2026-12-15T17:00:00Z'));
  expect(receiver.timeOf('tomorrow')).toBeNaN();
});
