import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../tests/testkit/command.ts';
import { childrenOf, type ProcessExit, run, survivors } from '../tests/testkit/start.ts';
import { until } from '../tests/testkit/until.ts';
import { inheritedEnv } from './env.ts';

const AT_ONCE = 2;

/** Runs many commands, a few at a time. */
const runAll = async (calls: readonly (readonly string[])[]): Promise<ProcessExit[]> => {
  const ended: ProcessExit[] = [];
  let next = 0;
  const work = async () => {
    for (let at = next++; at < calls.length; at = next++) {
      const [script = '', ...args] = calls[at] ?? [];
      ended[at] = await run(script, args);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return ended;
};

const oneLine = (wanted: string) => [expect.stringContaining(wanted)];

test('a command without its stack ends with 1 and one line', async () => {
  const noStack = expect.stringMatching(/^\w+: (?:there is no stack in|no stack runs on) .*$/);
  const nowhere = ['--data', '/nowhere'];
  expect(await run('token', ['--as', 'officer', ...nowhere])).toEqual({ code: 1, out: [], err: [noStack] });
  for (const args of [
    ['wave', 'show', '--number', '1004'],
    ['audit', 'verify'],
  ]) {
    const { code, out, err } = await runCommand([...args, ...nowhere]);
    expect({ code, out, err: err.trimEnd() }).toEqual({ code: 1, out: '', err: noStack });
  }
});

test.for([
  [[], 'say which command (--help lists them)'],
  [['fly'], 'there is no command fly (--help lists them)'],
  [['toString'], 'there is no command toString (--help lists them)'],
  [['--nonsense'], 'there is no command --nonsense (--help lists them)'],
  [['wave', 'show', '--nonsense'], "wave: Unknown option '--nonsense' (--help lists what it takes)"],
  [['wave', 'fly', '--number', '1'], 'wave: there is no fly: say show, create, update, open, close, cancel,'],
  [['wave', 'show', '--number', 'x'], '--number takes'],
  [['seed', 'everyone'], "seed: Unexpected argument 'everyone'"],
  [['publish-draw', '--wave', 'x'], '--wave takes'],
  [['replay', '--policy', '1999'], '--policy takes'],
] as const)('a wrong argument ends with 2 and one line: %j', async ([args, line]) => {
  const { code, out, err } = await runCommand(args);
  expect({ code, out, lines: err.trimEnd().split('\n') }).toEqual({ code: 2, out: '', lines: oneLine(line) });
});

const wrong: [string[], string][] = [
  [['graph', 'wave', 'show', '--number', 'x'], 'wave: --number takes'],
  [['bench', 'nonsense'], 'there is no benchmark nonsense'],
  [['bench', 'gateway', '--only', 'nonsense'], '--only takes'],
  [['bench', 'draw', '--entries', '0'], '--entries takes'],
  [['bench', 'screen', '--nonsense'], "Unknown option '--nonsense'"],
];

test('a process with a wrong argument ends with 2 and one line', async () => {
  const ended = await runAll(wrong.map(([call]) => call));
  expect(ended).toEqual(wrong.map(([, line]) => ({ code: 2, out: [], err: oneLine(line) })));
});

test('--help of commands, of programs that stand alone and of benchmarks ends with 0', async () => {
  for (const args of [['--help'], ['secrets', '-h']]) {
    const { code, out, err } = await runCommand(args);
    expect({ code, out, err }).toEqual({ code: 0, out: expect.stringMatching(/^npm run graph -- /m), err: '' });
  }
  for (const { code, out, err } of await runAll([
    ['graph', 'verify-draw', '--help'],
    ['graph', 'verify-certificate', '--help'],
    ['bench', '--help'],
    ['bench', 'registration', '-h'],
  ])) {
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out[0]).toMatch(/^npm run (graph|bench) -- /);
  }
});

const temporary = mkdtempSync(join(tmpdir(), 'prakerja-commands-'));
const env = { TMPDIR: temporary };
afterAll(() => rmSync(temporary, { recursive: true, force: true }));
const left = () => readdirSync(temporary);
const PORT_OF_SCREEN = 21_980;

test('a benchmark ends with its figure, which says whether it passes as the exit code does, and leaves nothing', async () => {
  const { code, out, err } = await run('bench', ['screen', '--people', '500', '--chunk', '250'], env);
  const figure = JSON.parse(out.at(-1) ?? '');
  expect(figure).toMatchObject({
    bench: 'screen',
    ours: expect.any(Number),
    reference: 100_000,
    ratio: expect.any(Number),
  });
  expect([code, err]).toEqual([figure.pass ? 0 : 1, []]);
  expect(left()).toEqual([]);
});

test('a benchmark whose port is taken ends with 1 and one line, and leaves nothing', async () => {
  const squatter = createServer().listen(PORT_OF_SCREEN, '127.0.0.1');
  onTestFinished(() => void squatter.close());
  await once(squatter, 'listening');
  const taken = await run('bench', ['screen', '--people', '500'], env);
  expect(taken).toEqual({ code: 1, out: [], err: oneLine(`Port ${PORT_OF_SCREEN}, for PostgreSQL, is taken`) });
  expect(left()).toEqual([]);
});

test('Ctrl-C ends a benchmark with 130, one line and nothing left', async () => {
  const args = ['--import', './scripts/loader.mjs', 'scripts/bench.ts', 'screen', '--people', '20000000'];
  const bench = spawn(process.execPath, args, {
    env: { ...inheritedEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [bench.stdout, bench.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  onTestFinished(() => void bench.kill('SIGTERM'));
  const ended = once(bench, 'close');
  const started = async () => [...childrenOf(bench.pid ?? 0).keys()];
  // The server and its watchdog; then it is in the middle of a statement, or soon will be.
  await until(started, (pids) => pids.length >= 2);
  await delay(1_000);
  const pids = await started();
  bench.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
  expect(said).toBe('bench:screen: stopping …\n');
  expect([await survivors(pids, 3_000), left()]).toEqual([[], []]);
});
