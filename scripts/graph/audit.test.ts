import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { auditDatabase } from '../../tests/testkit/audit.ts';
import { runCommand } from '../../tests/testkit/command.ts';
import { callerOf } from '../../tests/testkit/subgraph.ts';

const run = (...args: string[]) => runCommand(['audit', ...args]);

const stackOf = (...databaseUrls: string[]) => {
  const data = mkdtempSync(join(tmpdir(), 'prakerja-audit-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const names = ['pmo', 'jobs'];
  const subgraphs = Object.fromEntries(databaseUrls.map((databaseUrl, at) => [names[at], { databaseUrl }]));
  const stack = { pid: process.pid, url: 'http://127.0.0.1:4000/graphql', subgraphs };
  writeFileSync(join(data, 'stack.json'), JSON.stringify(stack));
  return ['--data', data];
};

test('an auditor verifies, lists and publishes every chain of a stack', async () => {
  const pmo = await auditDatabase();
  const jobs = await auditDatabase();
  await pmo.mutate(() => null, callerOf('officer\n1', 'wave:announce'));
  await pmo.mutate(() => ({ refusal: { code: 'WAVE_UNKNOWN' } }));
  await pmo.link();
  await jobs.mutate(() => null);
  const stack = stackOf(pmo.url, jobs.url);

  const verified = await run('verify', ...stack);
  expect([verified.out, verified.err]).toEqual([
    'pmo: 2 entries, the chain holds\njobs: 0 entries, the chain holds; 1 not linked yet\n',
    '',
  ]);
  const listed = (await run('list', ...stack, '--subgraph', 'pmo')).out.split('\n');
  expect(listed[1]).toMatch(/^SEQ +AT +OUTCOME +CODE +MUTATION +CALLER +ORG +CLIENT +RULES +OBJECTS +REQUEST$/);
  expect(listed[2]).toMatch(/^2 +20.*Z +REFUSED +WAVE_UNKNOWN +takeSeat +siti +- +- +- +- +request-0001$/);
  expect(listed[3]).toMatch(/^1 +20.*Z +DONE +- +takeSeat +officer\?1 /);
  const heads = (await run('head', ...stack)).out;
  expect(heads).toMatch(/^pmo 2:[0-9a-f]{64}\njobs 0:0{64}\n$/);

  const anchor = heads.split(/\s/)[1] ?? '';
  const anchored = ['verify', ...stack, '--subgraph', 'pmo', '--anchor', anchor];
  expect((await run(...anchored)).out).toBe('pmo: 2 entries, the chain holds\n');
  await pmo.tamper('delete from audit_entry where seq = 2');
  expect(await run(...anchored)).toMatchObject({
    code: 1,
    out: 'pmo: BROKEN: entry 2 is missing; before it, 1 entry right\n',
  });
});

test.for([
  [[], 'say verify, list or head'],
  [['list', '--subgraf', 'pmo'], "Unknown option '--subgraf'"],
  [['list', '--limit', '0'], '--limit takes a number from 1 to 1000'],
  [['verify', '--anchor', '1:00'], '--anchor is of one chain'],
  [['verify', '--subgraph', 'pmo', '--anchor', '1:00'], '--anchor takes what head printed'],
  [['verify', '--subgraph', 'bank'], 'no subgraph bank in the stack'],
] as const)('%j is answered with one line', async ([args, line]) => {
  const { out, err } = await run(...args, ...stackOf('postgres://127.0.0.1:9/none'));
  expect([out, err.trim().split('\n')]).toEqual(['', [expect.stringContaining(line)]]);
});
