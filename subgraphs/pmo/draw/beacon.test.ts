import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { isSignedBy, roundAfter, roundAt, roundTime } from './beacon.ts';
import { quicknet, quicknetRounds } from './beacon-chains.data.ts';
import { drandBeacon } from './drand.beacon.ts';
import { chainOf, drawsFrom } from './draws.ts';
import { testBeacon, testChain } from './test-chain.beacon.ts';

const rounds = Object.entries(quicknetRounds).map(([round, signature]) => [Number(round), signature] as const);

test.each(rounds)('round %i of quicknet is signed by its pinned key, and by no other', (round, signature) => {
  const bytes = Buffer.from(signature, 'hex');
  expect(isSignedBy(quicknet, round, bytes)).toBe(true);
  expect(isSignedBy(quicknet, round + 1, bytes)).toBe(false);
  expect(isSignedBy(testChain, round, bytes)).toBe(false);
});

test.each([
  ['our clock is right', 0, 0],
  ['our clock is 60 s slow', -60, 0],
  ['our clock is 60 s fast', 60, 0],
  ['the relay is 60 s behind', 0, -60],
])('the round that counts comes after the whole notice when %s', (_, clockSeconds, relaySeconds) => {
  const moment = new Date('2026-11-24T10:00:01Z');
  const shifted = (seconds: number) => new Date(moment.getTime() + seconds * 1_000);
  for (const chain of [quicknet, testChain]) {
    const latest = roundAt(chain, shifted(relaySeconds));
    const round = roundAfter(chain, { latest, now: shifted(clockSeconds), noticeSeconds: 86_400 });
    expect(roundTime(chain, round).getTime() - moment.getTime()).toBeGreaterThanOrEqual(86_400_000);
  }
});

test('the test chain signs a round at its time', async () => {
  const round = 1_000;
  const beacon = testBeacon(() => roundTime(testChain, round));
  expect(await beacon.signature(round + 1)).toBeNull();
  expect(isSignedBy(testChain, round, (await beacon.signature(round)) as Buffer)).toBe(true);
});

const answers: Record<string, [status: number, body: object]> = {
  1000: [200, { round: 1_000, signature: quicknetRounds[1000] }],
  1001: [200, { round: 1_001, signature: quicknetRounds[1000] }],
  1002: [200, { round: 1_000, signature: quicknetRounds[1000] }],
  1003: [404, {}],
  1004: [503, {}],
  latest: [200, { round: 1_001, signature: quicknetRounds[1001] }],
};
const server = createServer((request, response) => {
  const [status, body] = answers[request.url?.split('/').at(-1) ?? ''] ?? [400, {}];
  response.writeHead(status).end(JSON.stringify(body));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => server.close());

test('a relay is not trusted: only a verified signature of the round that was asked for is taken', async () => {
  const beacon = drandBeacon(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, quicknet);
  expect((await beacon.signature(1_000))?.toString('hex')).toBe(quicknetRounds[1000]);
  await expect(beacon.signature(1_001)).rejects.toThrow('the signature of round 1001 is wrong');
  await expect(beacon.signature(1_002)).rejects.toThrow("the beacon's answer is not round 1002");
  expect(await beacon.signature(1_003)).toBeNull();
  expect(await beacon.latest()).toBe(1_001);
  answers.latest = [200, { round: 1_002, signature: quicknetRounds[1001] }];
  await expect(beacon.latest()).rejects.toThrow('the signature of round 1002 is wrong');
  await expect(beacon.signature(1_004)).rejects.toThrow('the beacon answered 503');
});

test('production draws with a public beacon only', () => {
  const options = { now: () => new Date(), QUOTA_FORMULA: 'PROPORTIONAL' } as const;
  expect(() => drawsFrom({ ...options, NODE_ENV: 'production' })).toThrow('BEACON_URL is missing');
  drawsFrom({ ...options, NODE_ENV: 'production', BEACON_URL: 'https://relay.example' });
  drawsFrom({ ...options, NODE_ENV: 'development' });
  expect([chainOf(quicknet.hash), chainOf(testChain.hash), chainOf('00')]).toEqual([quicknet, testChain, null]);
});
