import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const start = `
import { createAccessLogger } from './gateway/access-log.ts';
const log = createAccessLogger({ service: 'gateway', level: 'info' });
const lines = (turn) => { for (let line = 0; line < 300; line++) log.info({ turn, line }, 'request'); };
lines('first');
`;
const loader = ['--import', './scripts/loader.mjs', '--input-type=module', '--eval'];

const linesOf = (program: string) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...loader, program], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter(Boolean);
  return { lines: lines.map((line) => JSON.parse(line)), stderr, status };
};
const turns = (...names: string[]) =>
  names.flatMap((turn) => Array.from({ length: 300 }, (_, line) => `${turn} ${line}`));
const written = (lines: { turn: string; line: number }[]) => lines.map(({ turn, line }) => `${turn} ${line}`);

test('each line is written, those that wait when the process ends too, in order', () => {
  const program = `${start} setTimeout(() => { lines('second'); setImmediate(() => { lines('last'); process.exit(0); }); }, 30);`;
  const { lines, stderr } = linesOf(program);
  expect(stderr).toBe('');
  expect(written(lines)).toEqual(turns('first', 'second', 'last'));
});

test('lines that wait are written when the process crashes, and when nothing is left to do', () => {
  const crashed = linesOf(`${start} throw new Error('planted');`);
  expect(crashed.status).toBe(1);
  expect(crashed.stderr).toContain('planted');
  expect(written(crashed.lines)).toEqual(turns('first'));
  expect(written(linesOf(start).lines)).toEqual(turns('first'));
});

test('lines are written within some milliseconds while the process runs on, and killing it loses later ones only', () => {
  const killed = linesOf(
    `${start} setTimeout(() => { log.info({}, 'lost'); process.kill(process.pid, 'SIGKILL'); }, 100);`,
  );
  expect(written(killed.lines)).toEqual(turns('first'));
});

test('flushing writes at once', () => {
  const { lines } = linesOf(`${start} log.flush(); process.kill(process.pid, 'SIGKILL');`);
  expect(written(lines)).toEqual(turns('first'));
});

test('a line has the form of the other logs', () => {
  const program = `
import { createLogger } from './subgraphs/kit/log.ts';
import { createAccessLogger } from './gateway/access-log.ts';
const options = { service: 'gateway', level: 'info' };
const details = { requestId: 'a"b', client: undefined, steps: [['pmo', 0.1, 2]], isComplete: true };
createLogger(options).info(details, 'other');
createAccessLogger(options).info(details, 'own');
createAccessLogger(options).info({}, 'nothing');
createAccessLogger({ ...options, level: 'warn' }).info(details, 'silent');`;
  const { lines } = linesOf(program);
  const named = (message: string) => lines.find(({ msg }) => msg === message);
  const [other, own, bare] = ['other', 'own', 'nothing'].map(named);
  expect(lines).toHaveLength(3);
  expect(Object.keys(own)).toEqual(Object.keys(other));
  expect({ ...own, time: '', msg: '' }).toEqual({ ...other, time: '', msg: '' });
  expect(Math.abs(Date.parse(own.time) - Date.parse(other.time))).toBeLessThan(1000);
  expect(own.time).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  expect(bare).toEqual({ level: 'info', time: bare.time, service: 'gateway', msg: 'nothing' });
});
