import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inheritedEnv } from '../env.ts';
import { supervise } from './supervisor.ts';

const MEGABYTE = 1024 * 1024;

test('a service that logs 40 MB and dies keeps some of them, and what it said before its death', async () => {
  const data = mkdtempSync(join(tmpdir(), 'prakerja-supervisor-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const main = join(data, 'noisy.mjs');
  const logs = join(data, 'logs');
  const chatter = `const line = 'x'.repeat(1023) + '\\n';
    const write = (to) => new Promise((done) => to.write(line.repeat(1024), done));
    console.error('noisy: could not go on');
    for (let megabyte = 0; megabyte < 40; megabyte += 1) await write(process.stdout);
    process.exit(3);`;
  writeFileSync(main, chatter);
  const service = { name: 'noisy', kind: 'subgraph' as const, main, portOffset: 0 };
  const noisy = supervise({ service, env: { ...inheritedEnv(), PORT: '1' }, logs, report: () => undefined });
  await expect(noisy.ready()).rejects.toThrow('noisy: could not go on');
  await noisy.stop();
  const files = readdirSync(logs).map((file) => statSync(join(logs, file)));
  expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(13 * MEGABYTE);
  expect(files.map(({ mode }) => mode & 0o777)).toEqual(Array(4).fill(0o600));
  expect(statSync(logs).mode & 0o777).toBe(0o700);
  const deaths = readFileSync(join(logs, 'noisy.deaths.log'), 'utf8');
  expect(deaths).toMatch(/^\S+Z ended \(could not go on\)\nnoisy: could not go on\n$/);
});
