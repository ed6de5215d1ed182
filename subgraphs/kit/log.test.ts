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
