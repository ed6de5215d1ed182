import { spawnSync } from 'node:child_process';
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

const accessProgram = `
import { createAccessLogger } from './subgraphs/kit/log.ts';
const log = createAccessLogger({ service: 'gateway', level: 'info' });
const lines = (turn) => { for (let line = 0; line < 300; line++) log.info({ turn, line }, 'request'); };
lines('first');
setImmediate(() => setTimeout(() => { lines('last'); process.exit(0); }, 5));
`;

test('each line of the access log is written, those of the last turn too, in order', () => {
  const args = ['--import', './scripts/loader.mjs', '--input-type=module', '--eval', accessProgram];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  const written = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(written.map(({ turn, line }) => `${turn} ${line}`)).toEqual(
    ['first', 'last'].flatMap((turn) => Array.from({ length: 300 }, (_, line) => `${turn} ${line}`)),
  );
  expect(written[0]).toMatchObject({ level: 'info', service: 'gateway', msg: 'request' });
});
