import { generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import type { PartnerAnswer, Transport } from '../transport.ts';
import { AccessTokens } from './access-token.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

interface Partner {
  now: number;
  asked: Parameters<Transport>[0][];
  answer: Partial<PartnerAnswer> | Error;
}

const open = (isLive = false) => {
  const body = JSON.stringify({ accessToken: 'one', tokenType: 'Bearer', expiresIn: '900' });
  const partner: Partner = { now: Date.parse('2026-11-28T13:00:00Z'), asked: [], answer: { body } };
  const transport: Transport = async (request) => {
    partner.asked.push(request);
    await new Promise((done) => setImmediate(done));
    if (partner.answer instanceof Error) throw partner.answer;
    return { status: 200, headers: isLive ? {} : { 'x-simulator': 'yes' }, body: '', ...partner.answer };
  };
  const tokens = new AccessTokens({
    url: 'http://partner.test/v1.0/access-token/b2b',
    clientId: 'prakerja',
    privateKey,
    isLive,
    timeoutMs: 1_000,
    transport,
    now: () => new Date(partner.now),
  });
  return { partner, tokens };
};

test('a token is asked for as the standard says', async () => {
  const { partner, tokens } = open();
  await tokens.get();
  const [request] = partner.asked;
  expect(request?.body).toBe('{"grantType":"client_credentials"}');
  expect(request?.headers).toMatchObject({ 'x-client-key': 'prakerja', 'x-timestamp': '2026-11-28T20:00:00+07:00' });
  const signature = Buffer.from(request?.headers['x-signature'] ?? '', 'base64');
  expect(verify('sha256', Buffer.from('prakerja|2026-11-28T20:00:00+07:00'), publicKey, signature)).toBe(true);
});

test('a token is kept until a minute before its end, and a hundred callers ask for one', async () => {
  const { partner, tokens } = open();
  expect(new Set(await Promise.all(Array.from({ length: 100 }, () => tokens.get())))).toEqual(new Set(['one']));
  partner.now += 839_000;
  await tokens.get();
  expect(partner.asked).toHaveLength(1);
  partner.now += 1_000;
  partner.answer = { body: '{"accessToken":"two","expiresIn":900}' };
  expect(await tokens.get()).toBe('two');
  expect(partner.asked).toHaveLength(2);
});

test('a refused token is dropped, but not the one that came after it', async () => {
  const { partner, tokens } = open();
  await tokens.get();
  tokens.drop('one');
  partner.answer = { body: '{"accessToken":"two","expiresIn":900}' };
  expect(await tokens.get()).toBe('two');
  tokens.drop('one');
  await tokens.get();
  expect(partner.asked).toHaveLength(2);
});

test.each([
  ['TOKEN_UNANSWERED', new Error('reset')],
  ['TOKEN_4017300', { status: 401, body: '{"responseCode":"4017300"}' }],
  ['TOKEN_502', { status: 502, body: '<html>' }],
  ['TOKEN_200', { body: '{}' }],
  ['TOKEN_200', { body: '{"accessToken":"one","expiresIn":"soon"}' }],
  ['TOKEN_200', { body: '{"accessToken":"one","expiresIn":-1}' }],
  ['TOKEN_OF_NO_SIMULATOR', { headers: {}, body: '{"accessToken":"one","expiresIn":900}' }],
])('%s: nothing is sent without a token, and the next caller asks anew', async (code, answer) => {
  const { partner, tokens } = open();
  const good = partner.answer;
  partner.answer = answer;
  await expect(tokens.get()).rejects.toMatchObject({ code });
  partner.answer = good;
  expect(await tokens.get()).toBe('one');
});

test('a live partner that says it is a simulator is not paid by', async () => {
  const { partner, tokens } = open(true);
  expect(await tokens.get()).toBe('one');
  tokens.drop('one');
  partner.answer = { ...partner.answer, headers: { 'x-simulator': 'yes' } };
  await expect(tokens.get()).rejects.toMatchObject({ code: 'TOKEN_OF_A_SIMULATOR' });
});
