import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';

const program = `
import { createLogger } from './subgraphs/kit/log.ts';
const log = createLogger({ service: 'pmo', level: 'info' });
log.info({ nik: '3273010101900001', person: { phone: '081234567890' }, a: { b: { email: 'siti@example.org' } } }, 'x');
log.info({ headers: { authorization: 'Bearer 3273010101900001' }, variables: { nik: '3273010101900001' } }, 'y');
`;

test('personal data and credentials are masked at every depth that we log', () => {
  const args = ['--import', './scripts/loader.mjs', '--input-type=module', '--eval', program];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toContain('••••');
  expect(stdout).not.toMatch(/3273010101900001|081234567890|siti@example/);
  expect(stdout.trim().split('\n')).toHaveLength(2);
});

const full = `
import { createLogger } from './subgraphs/kit/log.ts';
import { createAccessLogger } from './gateway/access-log.ts';
const log = createLogger({ service: 'pmo', level: 'info' });
const requests = createAccessLogger({ service: 'gateway', level: 'info' });
let turns = 0;
const timer = setInterval(() => {
  log.info({}, 'x');
  requests.info({}, 'y');
  turns += 1;
  if (turns < 30) return;
  clearInterval(timer);
  process.stderr.write('served on');
}, 2);
`;

test.skipIf(process.platform !== 'linux')(
  'a full disk for logs neither ends a service nor keeps it from ending',
  () => {
    const disk = openSync('/dev/full', 'w');
    const args = ['--import', './scripts/loader.mjs', '--input-type=module', '--eval', full];
    const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', disk, 'pipe'], timeout: 60_000 });
    closeSync(disk);
    expect([status, String(stderr)]).toEqual([0, 'served on']);
  },
);

const unread = `
import { createLogger } from './subgraphs/kit/log.ts';
import { createAccessLogger } from './gateway/access-log.ts';
const log = createLogger({ service: 'pmo', level: 'info' });
const requests = createAccessLogger({ service: 'gateway', level: 'info' });
const text = 'x'.repeat(1_000);
for (let line = 0; line < 20_000; line += 1) {
  requests.info({ line }, text);
  if (line % 100 === 0) log.info({ line }, text);
}
process.stderr.write('served on');
`;

test('a reader of the log that stands still holds up neither a service nor its end, and gets whole lines when it goes on', async () => {
  const args = ['--import', './scripts/loader.mjs', '--input-type=module', '--eval', unread];
  const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void process_.kill('SIGKILL'));
  const [told] = await once(process_.stderr, 'data');
  expect(String(told)).toBe('served on');
  let text = '';
  process_.stdout.on('data', (piece) => {
    text += piece;
  });
  const [status] = await once(process_, 'close');
  expect(status).toBe(0);
  const lines = text.split('\n').filter(Boolean);
  expect(lines.length).toBeGreaterThan(50);
  const numbers = lines.slice(0, -1).map((line) => (JSON.parse(line) as { line: number }).line);
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
});
