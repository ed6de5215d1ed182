import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { askAs, retryAfterMs } from './ask.ts';

interface Reply {
  status: number;
  body?: object;
  headers?: Record<string, string>;
}

const done: Reply = { status: 200, body: { data: { done: true } } };
const failed = (code: string, status = 200): Reply => ({
  status,
  body: { errors: [{ message: `no: ${code}`, extensions: { code } }] },
});

/** A gateway that gives the replies one after the other, and the last one for ever. */
const gatewayWith = async (...replies: Reply[]) => {
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    const { status, body, headers } = replies[Math.min(heard.length, replies.length - 1)] ?? done;
    heard.push(request.headers);
    request.resume();
    if (status === 0) return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, heard };
};

const asking = (url: string, tokens: readonly string[] = ['one']) => {
  const waits: number[] = [];
  let used = 0;
  const token = async (refused?: string) => {
    if (refused === tokens[used] && used < tokens.length - 1) used += 1;
    return tokens[used] ?? '';
  };
  const wait = async (ms: number) => waits.push(ms);
  const ask = askAs({ url, token }, { document: '{ a }', language: 'id', wait });
  return { waits, ask: () => ask<{ done: boolean }>('A', {}) };
};

test.each<[string, Reply[], number[]]>([
  ['503 with Retry-After', [{ status: 503, headers: { 'retry-after': '7' } }], [7_000]],
  ['429 with Retry-After', [{ ...failed('RATE_LIMITED', 429), headers: { 'retry-after': '2' } }], [2_000]],
  ['a subgraph that was too slow', [failed('SUBGRAPH_TIMEOUT')], [expect.any(Number)]],
  [
    'a subgraph that is away',
    [failed('SUBGRAPH_UNAVAILABLE'), failed('OVERLOADED', 503)],
    [expect.any(Number), expect.any(Number)],
  ],
  ['a connection that breaks', [{ status: 0 }], [expect.any(Number)]],
  ['a proxy without JSON', [{ status: 502 }], [expect.any(Number)]],
])('a call is repeated after %s', async (_, replies, expected) => {
  const { url, heard } = await gatewayWith(...replies, done);
  const { ask, waits } = asking(url);
  expect(await ask()).toEqual({ done: true });
  expect(waits).toEqual(expected);
  expect(heard).toHaveLength(replies.length + 1);
  expect(heard[0]).toMatchObject({ authorization: 'Bearer one', 'accept-language': 'id' });
});

test('a token that is refused is replaced once, without waiting', async () => {
  const { url, heard } = await gatewayWith(failed('UNAUTHENTICATED', 401), done);
  const { ask, waits } = asking(url, ['one', 'two']);
  expect(await ask()).toEqual({ done: true });
  expect(heard.map(({ authorization }) => authorization)).toEqual(['Bearer one', 'Bearer two']);
  expect(waits).toEqual([]);
});

test.each([
  ['a token that cannot be replaced', failed('UNAUTHENTICATED', 401)],
  ['what is not allowed', failed('FORBIDDEN')],
  ['what is wrong', failed('BAD_USER_INPUT')],
])('a call is not repeated for %s', async (_, reply) => {
  const { url, heard } = await gatewayWith(reply);
  await expect(asking(url).ask()).rejects.toThrow(/no: /);
  expect(heard).toHaveLength(1);
});

test('a gateway that stays away is given up in the end', async () => {
  const { url, heard } = await gatewayWith({ status: 503 });
  const { ask, waits } = asking(url);
  await expect(ask()).rejects.toThrow(/it answered 503/);
  expect(heard).toHaveLength(12);
  expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
});

test('Retry-After as seconds, as a date, and as nonsense', () => {
  const now = Date.parse('2026-11-28T10:00:00Z');
  expect(retryAfterMs('3', now)).toBe(3_000);
  expect(retryAfterMs('Sat, 28 Nov 2026 10:00:05 GMT', now)).toBe(5_000);
  expect(retryAfterMs('Sat, 28 Nov 2026 09:00:00 GMT', now)).toBe(0);
  expect(retryAfterMs('999999', now)).toBe(300_000);
  expect(retryAfterMs('soon', now)).toBeUndefined();
  expect(retryAfterMs(null, now)).toBeUndefined();
});
