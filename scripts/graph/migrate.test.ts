import { expect, test } from 'vitest';
import { runCommand } from '../../tests/testkit/command.ts';
import { createDatabase } from '../../tests/testkit/database.ts';

const linesOf = (text: string) => text.trim().split('\n');

test('the databases that the environment names are brought to the newest migration, and hold what must hold', async () => {
  const pmo = await createDatabase('migrate');
  const jobs = await createDatabase('migrate');
  const env = { PMO_DATABASE_URL: pmo, JOBS_DATABASE_URL: jobs };
  const first = await runCommand(['migrate', '--subgraph', 'jobs'], { env: { DATABASE_URL: jobs } });
  expect(first).toEqual({ code: 0, out: expect.stringMatching(/^jobs: 001-.*\n$/), err: '' });
  const rest = await runCommand(['migrate'], { env });
  expect(rest).toEqual({ code: 0, out: expect.stringMatching(/^pmo: 001-.*\njobs: nothing to do\n$/), err: '' });
  const held = await runCommand(['invariants'], { env });
  const lines = linesOf(held.out);
  expect({ code: held.code, last: lines.pop() }).toEqual({ code: 0, last: expect.stringMatching(/^all \d+ hold$/) });
  expect(new Set(lines.map((line) => line.split(' ')[0]))).toEqual(new Set(['pmo', 'jobs']));
});
