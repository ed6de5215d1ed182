import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askForStamp } from '../../../subgraphs/pmo/draw/stamp/authority.client.ts';
import { runTimeStamps, type TimeStamps } from '../../../tests/testkit/time-stamps.ts';

const directory = mkdtempSync(join(tmpdir(), 'prakerja-time-stamps-'));
let running: TimeStamps = await runTimeStamps(directory);
afterAll(async () => {
  await running.stop();
  rmSync(directory, { recursive: true });
});

const checkpoint = 'prakerja-graph/draw/1/1\n';
const ask = ({ url, certificate }: TimeStamps) =>
  askForStamp(
    { url, certificate: new X509Certificate(certificate) },
    { checkpoint, closesAt: new Date(Date.now() + 600_000) },
  );
const serials = () =>
  readFileSync(join(directory, 'stamps.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { serial: string }).serial);

test('it stamps by its own key and clock, writes down what it stamped, and goes on after a restart', async () => {
  const before = Date.now();
  const { stampedAt, accuracyMs } = await ask(running);
  expect([stampedAt.getTime() >= before, stampedAt.getTime() <= Date.now(), accuracyMs]).toEqual([true, true, 1_000]);
  const { certificate } = running;
  await running.stop();
  await expect(ask(running)).rejects.toThrow('fetch failed');
  running = await runTimeStamps(directory);
  expect(running.certificate).toBe(certificate);
  await ask(running);
  expect(serials()).toEqual(['1', '2']);
});

test('what is no request is refused, and is not written down', async () => {
  const post = (body: string, type: string) =>
    fetch(running.url, { method: 'POST', body, headers: { 'content-type': type } });
  const refused = await post('garbage', 'application/timestamp-query');
  expect(Buffer.from(await refused.arrayBuffer()).toString('hex')).toBe('30053003020102');
  expect((await post('garbage', 'text/plain')).status).toBe(415);
  expect((await fetch(new URL('/other', running.url))).status).toBe(404);
  expect(serials()).toEqual(['1', '2']);
});
