import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../tests/testkit/command.ts';
import { announced, eventDatabase, publishInVain } from '../../tests/testkit/events.ts';

const run = (...args: string[]) => runCommand(['events', ...args]);

const stackOf = (databaseUrl: string) => {
  const data = mkdtempSync(join(tmpdir(), 'prakerja-events-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const stack = { pid: process.pid, url: 'http://127.0.0.1:4000/graphql', subgraphs: { pmo: { databaseUrl } } };
  writeFileSync(join(data, 'stack.json'), JSON.stringify(stack));
  return ['--data', data, '--subgraph', 'pmo'];
};

test('an operator lists the dead letters of a subgraph and replays them', async () => {
  const source = await eventDatabase();
  const stack = stackOf(source.url);
  const { ids } = await publishInVain(source, ['payments'], ['siti']);
  const listed = (await run('list', ...stack)).out.split('\n');
  expect(listed[0]).toMatch(/^EVENT +TYPE +SUBSCRIBER +FAILED AT +TRIES +LAST ERROR$/);
  expect(listed[1]).toMatch(new RegExp(`^${ids[0]}  ${announced.type}  payments  .*Z  2  .*ECONNREFUSED`));
  expect((await run('replay', ...stack, '--subscriber', 'payments')).out).toBe('1 put back into delivery\n');
  expect((await run('list', ...stack)).out).toBe('no dead letters\n');
});

test.for([
  [[], 'say list or replay'],
  [['list'], '--subgraph is missing'],
  [['list', '--subgraf', 'pmo'], "Unknown option '--subgraf'"],
  [['list', '--subgraph', 'bank'], 'no subgraph bank in the stack; there are: pmo'],
] as const)('%j is answered with one line', async ([args, line]) => {
  const [flag = '', data = ''] = stackOf('postgres://127.0.0.1:9/none');
  const { out, err } = await run(...args, flag, data);
  expect([out, err.trim().split('\n')]).toEqual(['', [expect.stringContaining(line)]]);
});
