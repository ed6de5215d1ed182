import { expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { run } from '../../tests/testkit/start.ts';

test('the databases that the environment names are brought to the newest migration, and hold what must hold', async () => {
  const pmo = await createDatabase('migrate');
  const jobs = await createDatabase('migrate');
  const env = { PMO_DATABASE_URL: pmo, JOBS_DATABASE_URL: jobs };
  const first = await run('graph', ['migrate', '--subgraph', 'jobs'], { DATABASE_URL: jobs });
  expect(first).toEqual({ code: 0, out: [expect.stringMatching(/^jobs: 001-/)], err: [] });
  const rest = await run('graph', ['migrate'], env);
  expect(rest).toEqual({ code: 0, out: [expect.stringMatching(/^pmo: 001-/), 'jobs: nothing to do'], err: [] });
  const held = await run('graph', ['invariants'], env);
  expect({ code: held.code, last: held.out.at(-1) }).toEqual({
    code: 0,
    last: expect.stringMatching(/^all \d+ hold$/),
  });
  expect(new Set(held.out.slice(0, -1).map((line) => line.split(' ')[0]))).toEqual(new Set(['pmo', 'jobs']));
});
