import { hash, X509Certificate } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { newUnit } from '../../../../scripts/simulators/time-stamps/certificates.ts';
import { hasOpenssl, opensslAuthority, opensslVerdict } from '../../../../tests/testkit/openssl-authority.ts';
import { stampAuthority } from '../../../../tests/testkit/stamp-authority.ts';
import { readAnswer, stampRequest } from './authority.client.ts';
import { verifyToken } from './token.ts';

const now = new Date();
const closesAt = new Date(now.getTime() + 3_600_000);
const text = 'prakerja-graph/draw/7001/1\n120\n';
const sha256 = hash('sha256', text, 'buffer');
const nonce = 0xdead_beefn;
const request = stampRequest(sha256, nonce);
const known = stampAuthority('the known authority', now);
const stranger = stampAuthority('a stranger', now);
const read = (answer: Buffer, trusted = known.certificate) => readAnswer(answer, { sha256, nonce, closesAt, trusted });

test('an answer to the request is taken, by the certificate of the authority or by that of its unit', () => {
  for (const trusted of [known.certificate, known.unit.certificate])
    expect(read(known.reply(request), trusted)).toMatchObject({ stampedAt: now, accuracyMs: 1_000 });
});

const purposes = { server: '1.3.6.1.5.5.7.3.1', stamps: '1.3.6.1.5.5.7.3.8' };
const unitFor = (options: { purposes?: string[]; isCritical?: boolean }) =>
  newUnit(known.authority, { name: 'another unit', now, ...options });
const notForStamps = /is not one for time stamps alone/;
const seconds = (count: number) => new Date(closesAt.getTime() + count * 1_000);

/** The certificate of the known unit, and the key of a stranger. */
const forger = { ...known.unit, key: stranger.unit.key };

test.each<[string, () => Buffer, RegExp]>([
  ['that somebody else signed', () => known.reply(request, {}, forger), /signature of the time stamp is wrong/],
  ['over another checkpoint', () => known.reply(request, { sha256: Buffer.alloc(32, 1) }), /over another checkpoint/],
  ['of an authority that is not known', () => stranger.reply(request), /not the authority that is trusted/],
  [
    'of an authority with the same name',
    () => stampAuthority('the known authority', now).reply(request),
    /not the authority/,
  ],
  ['to another request', () => known.reply(request, { nonce: nonce + 1n }), /answers another request/],
  ['without a nonce', () => known.reply(request, { nonce: null }), /answers another request/],
  ['from after the close', () => known.reply(request, { stampedAt: seconds(1) }), /after the close/],
  [
    'that may be from after the close',
    () => known.reply(request, { stampedAt: seconds(-1), accuracySeconds: 2n }),
    /after the close/,
  ],
  [
    'from before its certificate',
    () => known.reply(request, { stampedAt: new Date(now.getTime() - 3e9) }),
    /was not valid/,
  ],
  ['by a key for other things', () => known.reply(request, {}, unitFor({ purposes: [purposes.server] })), notForStamps],
  [
    'by a key for other things too',
    () => known.reply(request, {}, unitFor({ purposes: Object.values(purposes) })),
    notForStamps,
  ],
  [
    'by a key whose purpose is no more than a hint',
    () => known.reply(request, {}, unitFor({ isCritical: false })),
    notForStamps,
  ],
  ['by the key that issues certificates', () => known.reply(request, {}, known.authority), notForStamps],
])('an answer %s is not taken', (_, answer, sentence) => {
  expect(() => read(answer())).toThrow(sentence);
});

test('an answer without a token, and one that is cut off anywhere, is not taken', () => {
  expect(() => read(Buffer.from('3005300302010 2'.replace(' ', ''), 'hex'))).toThrow('refused it with status 2');
  const answer = known.reply(request);
  for (let length = 0; length < answer.length; length += 1)
    expect(() => read(answer.subarray(0, length))).toThrow(/malformed/);
});

test('whichever bit of a token is changed, it says nothing else than before', () => {
  const token = known.token(text);
  const said = verifyToken(token, { sha256, trusted: known.certificate });
  let taken = 0;
  for (let offset = 0; offset < token.length; offset += 1) {
    const changed = Buffer.from(token);
    changed[offset] = (changed[offset] as number) ^ (1 << (offset % 8));
    try {
      expect(verifyToken(changed, { sha256, trusted: known.certificate })).toEqual(said);
      taken += 1;
    } catch (error) {
      expect((error as Error).name).toBe('Error');
    }
  }
  // What is not signed: by which name and number the signer is called, and the list of digests.
  expect(taken).toBeLessThan(token.length / 5);
});

describe.skipIf(!hasOpenssl)("OpenSSL's implementation", () => {
  const authorities = [
    opensslAuthority({ key: 'RSA', identifier: 'sha256' }),
    opensslAuthority({ key: 'RSA', identifier: 'sha1' }),
    opensslAuthority({ key: 'EC', identifier: 'sha256' }),
  ];
  afterAll(() => {
    for (const { remove } of authorities) remove();
  });

  test('understands our request, and we its answer', () => {
    for (const { reply, certificate, unit } of authorities) {
      const answer = reply(request);
      for (const pem of [certificate, unit])
        expect(read(answer, new X509Certificate(pem))).toMatchObject({ accuracyMs: 1_501 });
      expect(() => read(answer)).toThrow('not the authority that is trusted');
      expect(() => read(reply(stampRequest(sha256, nonce + 1n)), new X509Certificate(certificate))).toThrow(
        'another request',
      );
    }
  });

  test('verifies a token of the simulated authority, and not one over another text', () => {
    expect(opensslVerdict(known.token(text), text, known.pem)).toBe('Verification: OK');
    expect(opensslVerdict(known.token(text), `${text}x`, known.pem)).toBe('Verification: FAILED');
    expect(opensslVerdict(stranger.token(text), text, known.pem)).toBe('Verification: FAILED');
  });
});
