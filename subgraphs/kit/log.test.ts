import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';

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
