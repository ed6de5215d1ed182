import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { openPmo } from '../../../../tests/testkit/pmo.ts';
import { screenedWave } from '../../../../tests/testkit/screened-wave.ts';
import { codeHash } from '../draw.code.ts';
import { DrawService } from '../draw.service.ts';
import { testBeacon } from '../test-chain.beacon.ts';
import { listRoutes, spanOf } from './list.route.ts';
import { ListService } from './list.service.ts';

const { database, askAnonymously } = await openPmo();
const url = database.orm.config.get('clientUrl') as string;
const client = new pg.Client({ connectionString: url });
await client.connect();
const aMinuteAgo = () => new Date(Date.now() - 60_000);
const draws = new DrawService({
  codeHash: codeHash(),
  formula: 'PROPORTIONAL',
  noticeSeconds: 1,
  beacon: { ...testBeacon(() => new Date()), latest: testBeacon(aMinuteAgo).latest },
  now: aMinuteAgo,
});
const lists = new ListService(database);
const app = Fastify();
await app.register(listRoutes(lists));
afterAll(() => Promise.all([client.end(), app.close()]));

await screenedWave(url, 3_301, { applicants: 12_000, quota: 100 });
await draws.freeze(client, 3_301);
const get = (path: string, headers: Record<string, string> = {}) => app.inject({ url: path, headers });
const early = await get('/draws/3301/list');
await lists.describe(3_301);
const whole = await get('/draws/3301/list');
const bytes = whole.rawPayload;

test('the list is served from the freeze on: checkpoint and entries, the hash of which the graph tells', async () => {
  expect(early.statusCode).toBe(404);
  const [head = '', ...lines] = bytes.toString().trimEnd().split('\n');
  expect(JSON.parse(head).checkpoint).toMatch(/^prakerja-graph\/draw\/3301\/1\n9600\n/);
  expect(lines).toHaveLength(9_600);
  expect(lines).toEqual(lines.toSorted());
  const { data } = await askAnonymously<{ wave: { draw: { listSha256: string } } }>(
    '{ wave(number: 3301) { draw { listSha256 } } }',
  );
  expect(data.wave.draw.listSha256).toBe(hash('sha256', bytes));
  expect(whole.headers).toMatchObject({ etag: `"${hash('sha256', bytes)}"`, 'content-length': String(bytes.length) });
});

test('the draw changes no byte of it', async () => {
  expect(await draws.draw(client, 3_301)).not.toBeNull();
  await lists.describe(3_301);
  expect((await get('/draws/3301/list')).rawPayload).toEqual(bytes);
  const own = await get('/draws/3301/1/list');
  expect(own.rawPayload).toEqual(bytes);
  expect(own.headers['cache-control']).toContain('immutable');
});

test.each([
  ['the first bytes', 'bytes=0-9', [0, 10]],
  ['bytes over the border of two chunks', 'bytes=160000-360000', [160_000, 360_001]],
  ['the rest from a byte on', 'bytes=400000-', [400_000]],
  ['the last bytes', 'bytes=-43', [-43]],
])('a range brings %s', async (_, range, [from, to]) => {
  const part = await get('/draws/3301/list', { range, 'accept-encoding': 'gzip' });
  expect(part.statusCode).toBe(206);
  expect(part.rawPayload).toEqual(bytes.subarray(from, to));
});

test('it comes compressed, not at all when it is known, and never beyond its end', async () => {
  const gzip = await get('/draws/3301/list', { 'accept-encoding': 'br, gzip' });
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(gzip.rawPayload)).toEqual(bytes);
  expect(gzip.rawPayload.length).toBeLessThan(bytes.length * 0.65);
  expect((await get('/draws/3301/list', { 'if-none-match': whole.headers.etag as string })).statusCode).toBe(304);
  const beyond = await get('/draws/3301/list', { range: `bytes=${bytes.length}-` });
  expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, `bytes */${bytes.length}`]);
  const stale = await get('/draws/3301/list', { range: 'bytes=0-9', 'if-range': '"another"' });
  expect([stale.statusCode, stale.rawPayload.length]).toEqual([200, bytes.length]);
});

test.each(['/draws/3399/list', '/draws/3301/2/list', '/draws/x/list'])('there is nothing at %s', async (path) => {
  expect((await get(path)).statusCode).toBe(404);
});

test('a range that is no range is the whole', () => {
  for (const header of [undefined, 'bytes=', 'bytes=-', 'bytes=5-2', 'lines=0-1', 'bytes=0-1,3-4']) {
    expect(spanOf(header, 100)).toBeNull();
  }
  expect([spanOf('bytes=-0', 100), spanOf('bytes=100-', 100)]).toEqual([undefined, undefined]);
});
