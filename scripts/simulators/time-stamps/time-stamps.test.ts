import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askForStamp } from '../../../subgraphs/pmo/draw/stamp/authority.client.ts';
import { freePort } from '../../../tests/testkit/port.ts';
import { until } from '../../../tests/testkit/until.ts';
import { inheritedEnv } from '../../env.ts';

const directory = mkdtempSync(join(tmpdir(), 'prakerja-time-stamps-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}/`;
let running: ChildProcess | undefined;
afterAll(() => {
  running?.kill();
  rmSync(directory, { recursive: true });
});

const certificateOf = async (): Promise<X509Certificate | null> => {
  const response = await fetch(new URL('/certificate.pem', url)).catch(() => null);
  return response && new X509Certificate(await response.text());
};

/** Starts the authority as a process of its own. @returns its certificate */
const start = async (): Promise<X509Certificate> => {
  const env = { ...inheritedEnv(), PORT: String(port), TIME_STAMPER_DIR: directory, LOG_LEVEL: 'silent' };
  running = spawn(process.execPath, ['scripts/simulators/time-stamps/main.ts'], { env, stdio: 'inherit' });
  const certificate = await until(certificateOf, Boolean, 60_000);
  if (!certificate) throw new Error('the authority did not start');
  return certificate;
};
const stop = async () => {
  running?.kill();
  await until(certificateOf, (certificate) => certificate === null, 60_000);
};

const checkpoint = 'prakerja-graph/draw/1/1\n';
const closesAt = () => new Date(Date.now() + 600_000);
const ask = (certificate: X509Certificate) => askForStamp({ url, certificate }, { checkpoint, closesAt: closesAt() });

test('it stamps by its own key and clock, writes down what it stamped, and goes on after a restart', async () => {
  const certificate = await start();
  const before = Date.now();
  const { stampedAt, accuracyMs } = await ask(certificate);
  expect([stampedAt.getTime() >= before, stampedAt.getTime() <= Date.now(), accuracyMs]).toEqual([true, true, 1_000]);
  await stop();
  await expect(ask(certificate)).rejects.toThrow('fetch failed');
  expect((await start()).raw.equals(certificate.raw)).toBe(true);
  await ask(certificate);
  const lines = readFileSync(join(directory, 'stamps.ndjson'), 'utf8').trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { serial: string }).serial)).toEqual(['1', '2']);
});

test('what is no request is refused, and is not written down', async () => {
  const post = (body: string, type: string) => fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
  const refused = await post('garbage', 'application/timestamp-query');
  expect(Buffer.from(await refused.arrayBuffer()).toString('hex')).toBe('30053003020102');
  expect((await post('garbage', 'text/plain')).status).toBe(415);
  expect((await fetch(new URL('/other', url))).status).toBe(404);
  expect(readFileSync(join(directory, 'stamps.ndjson'), 'utf8').trim().split('\n')).toHaveLength(2);
});
