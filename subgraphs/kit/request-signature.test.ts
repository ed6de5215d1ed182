import { createSecretKey } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { callerKeys, createRequestSigner, createRequestVerifier, type SignedRequest } from './request-signature.ts';

const secret = Buffer.alloc(32, 7).toString('base64url');
const request: SignedRequest = {
  method: 'POST',
  path: '/graphql',
  assertion: 'a.b.c',
  body: '{"query":"{ me { id } }"}',
};
const sign = createRequestSigner(secret);
const SENT_AT = 1_800_000_000_000;

afterEach(() => {
  vi.useRealTimers();
});

const at = (time: number) => vi.useFakeTimers({ toFake: ['Date'], now: time });

test('a signed request passes once, by the bytes of its body', () => {
  const verify = createRequestVerifier(secret);
  const signature = sign(request);
  expect(verify(signature, { ...request, body: Buffer.from(request.body) })).toBeUndefined();
  expect(verify(signature, request)).toBe('replayed');
  expect(verify(sign(request), request)).toBeUndefined();
});

test.each<[string, Partial<SignedRequest>]>([
  ['method', { method: 'GET' }],
  ['path', { path: '/graphql?query={me{id}}' }],
  ['assertion', { assertion: 'a.b.d' }],
  ['body', { body: '{"query":"{ me { no } }"}' }],
])('an altered %s is found', (_name, altered) => {
  expect(createRequestVerifier(secret)(sign(request), { ...request, ...altered })).toBe('altered');
});

test('an altered time or nonce is found', () => {
  const verify = createRequestVerifier(secret);
  const signature = sign(request);
  expect(verify(signature.replace(/n=./, 'n=_'), request)).toBe('altered');
  expect(
    verify(
      signature.replace(/t=(\d+)/, (_, time) => `t=${Number(time) + 1}`),
      request,
    ),
  ).toBe('altered');
});

test.each([undefined, '', 'v1=x', ['t=1', 't=2']])('%s is no signature', (signature) => {
  expect(createRequestVerifier(secret)(signature, request)).toBe('missing');
});

test('a signature is good for 30 seconds, on clocks that may differ by as much', () => {
  at(SENT_AT - 60_000);
  const verify = createRequestVerifier(secret);
  at(SENT_AT);
  const late = sign(request);
  const early = sign(request);
  const good = sign(request);
  at(SENT_AT + 30_001);
  expect(verify(late, request)).toBe('stale');
  at(SENT_AT - 30_001);
  expect(verify(early, request)).toBe('stale');
  at(SENT_AT + 29_999);
  expect(verify(good, request)).toBeUndefined();
});

test('a replay is known for as long as the signature is fresh', () => {
  at(SENT_AT - 60_000);
  const verify = createRequestVerifier(secret);
  at(SENT_AT);
  const signature = sign(request);
  at(SENT_AT - 29_999);
  expect(verify(signature, request)).toBeUndefined();
  for (let now = SENT_AT - 29_000; now <= SENT_AT + 30_000; now += 1_000) {
    at(now);
    expect(verify(signature, request)).toBe('replayed');
    expect(verify(sign(request), request)).toBeUndefined();
  }
});

test('a request is good once across a restart too: the new process takes what was signed since it began', () => {
  at(SENT_AT);
  const before = createRequestVerifier(secret);
  const used = sign(request);
  const unused = sign(request);
  expect(before(used, request)).toBeUndefined();
  at(SENT_AT + 1);
  const after = createRequestVerifier(secret);
  expect([after(used, request), after(unused, request)]).toEqual(['stale', 'stale']);
  const next = sign(request);
  expect([after(next, request), after(next, request)]).toEqual([undefined, 'replayed']);
});

test('a verifier whose clock was an hour ahead when it began takes what is signed after that is mended', () => {
  at(SENT_AT + 3_600_000);
  const verify = createRequestVerifier(secret);
  at(SENT_AT);
  verify(sign(request), request);
  at(SENT_AT + 1);
  expect(verify(sign(request), request)).toBeUndefined();
});

test('the keys of two subgraphs, and of two uses, are not interchangeable', () => {
  const other = createRequestVerifier(Buffer.alloc(32, 8).toString('base64url'));
  expect(other(sign(request), request)).toBe('altered');
  const { assertion, request: signing } = callerKeys(secret);
  expect(assertion.equals(signing)).toBe(false);
  expect([assertion, signing].some((key) => key.equals(createSecretKey(Buffer.from(secret, 'base64url'))))).toBe(false);
});
