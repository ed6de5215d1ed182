import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { callsDone, runImport } from '../../scripts/bench/import/command.ts';
import { differenceOf } from '../../scripts/bench/import/rejected.ts';
import { writeCsv, writeNdjson } from '../../scripts/bench/import/write-catalogue.ts';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { newDirectory } from '../testkit/directory.ts';
import { startProbedGateway } from '../testkit/probed-gateway.ts';
import { run } from '../testkit/start.ts';

const target = inject('stack');
const { data, databases } = target;
const directory = newDirectory('import-courses');
const setting = { records: 3_000, faults: 60, seed: 11 };

const training = async <T extends object>(text: string, values: unknown[]): Promise<T[]> => {
  const client = new pg.Client({ connectionString: databases.training });
  await client.connect();
  try {
    return (await client.query<T>(text, values)).rows;
  } finally {
    await client.end();
  }
};

/** A platform of its own for a test: what a full file does not name is withdrawn. */
const newPlatform = async (name: string): Promise<string> => {
  const id = uuidv7();
  await training(
    `insert into platform (id, code, name, active_from, is_synthetic, organization_id) values ($1, $2, $3, 2026, true, $1)`,
    [id, `import-${name}`, `Platform ${name}`],
  );
  // The profile of the sample platform, under another tax number.
  await training(
    `insert into organization_profile (organization_id, tax_number, legal_form, established, accreditation, provinces, updated_at)
      select $1, '01' || lpad((select count(*) from organization_profile)::text, 14, '0'), legal_form, established, accreditation,
        provinces, updated_at from organization_profile where organization_id = $2`,
    [id, syntheticOrganizations.platform.id],
  );
  return id;
};

/** References with what was handed in for each, and how often it was another content. */
const catalogueOf = (platform: string) =>
  training<{ reference: string; hash: string; versions: number }>(
    `select course.reference, max(content_hash) as hash, count(*)::int as versions
      from course join course_version on course_version.course_id = course.id
      where course.platform_id = $1 group by course.reference order by course.reference`,
    [platform],
  );

test('a catalogue that was killed half-way and imported again is the same as one that was not', async () => {
  const whole = await newPlatform('whole');
  const interrupted = await newPlatform('interrupted');
  const one = join(directory, 'whole.csv');
  const other = join(directory, 'interrupted.csv');
  const planted = await writeCsv(one, setting);
  writeFileSync(other, readFileSync(one));

  const first = await runImport([one, '--data', data, '--as', whole]);
  expect(first.out).toMatch(/^3,000 courses: 2,940 created, 0 new versions, 0 unchanged, 0 outdated, 60 rejected$/m);
  expect(first.err).toMatch(/60 of 3,000 courses were rejected: .*whole\.rejected\.csv says why$/m);
  expect(first.code).toBe(1);
  expect(differenceOf(join(directory, 'whole.rejected.csv'), planted)).toEqual({ missing: [], unplanted: [] });
  expect(first.peakMb).toBeLessThan(300);

  const killed = await runImport([other, '--data', data, '--as', interrupted], () => callsDone(other) > 0);
  expect(killed.code).toBeNull();
  const again = await runImport([other, '--data', data, '--as', interrupted]);
  expect(again.out).toMatch(/^went on after \d+ calls of an earlier run$/m);
  expect(again.out).toMatch(/^3,000 courses: 2,940 created/m);
  expect(readFileSync(join(directory, 'interrupted.rejected.csv'), 'utf8')).toBe(
    readFileSync(join(directory, 'whole.rejected.csv'), 'utf8'),
  );
  const catalogue = await catalogueOf(whole);
  expect(catalogue).toHaveLength(2_940);
  expect(catalogue.every(({ versions }) => versions === 1)).toBe(true);
  expect(await catalogueOf(interrupted)).toEqual(catalogue);

  // The same file once more changes nothing, and an older one neither.
  const repeated = await runImport([one, '--data', data, '--as', whole]);
  expect(repeated.out).toMatch(/ 0 created, 0 new versions, 2,940 unchanged, /);
  await writeCsv(one, { ...setting, seed: 12, faults: 0 });
  const older = await runImport([one, '--data', data, '--as', whole, '--as-of', '2020-01-01T00:00:00Z']);
  expect(older.out).toMatch(/^3,000 courses: 60 created, 0 new versions, 0 unchanged, 2,940 outdated, 0 rejected$/m);
});

test('a full file withdraws what it no longer names; above a tenth only with --yes', async () => {
  const platform = await newPlatform('full');
  const file = join(directory, 'full.ndjson');
  const importFull = (...args: string[]) => runImport([file, '--data', data, '--as', platform, '--full', ...args]);
  await writeNdjson(file, { records: 20, faults: 0, seed: 13 });
  expect((await importFull('--yes')).err).not.toMatch(/nothing was withdrawn/);

  const lines = readFileSync(file, 'utf8').trim().split('\n');
  writeFileSync(file, `${lines.slice(0, 10).join('\n')}\n`);
  const asked = await importFull();
  expect(asked.err).toMatch(/nothing was withdrawn: .* --yes withdraws them$/m);
  const { code, out } = await importFull('--yes');
  expect(out).toMatch(/^10 withdrawn that the file does not name$/m);
  expect(code).toBe(0);
  const rows = await training<{ count: number }>(
    `select count(*)::int as count from course where platform_id = $1 and reference is not null and status = 'DELISTED'`,
    [platform],
  );
  expect(rows).toEqual([{ count: 10 }]);
});

test('a partner imports with its own key at a gateway that takes trusted documents only', async () => {
  const gateway = await startProbedGateway(target, { TRUSTED_DOCUMENTS: 'require' });
  onTestFinished(() => gateway.stop());
  const file = join(directory, 'own-key.ndjson');
  await writeNdjson(file, { records: 3, faults: 0, seed: 14 });
  const env = { GRAPH_URL: gateway.url, NODE_ENV: 'production' };
  const client = join(data, 'clients', 'platform.json');
  const imported = await run('graph', ['import-courses', file, '--client', client], env);
  expect(imported).toMatchObject({
    code: 0,
    out: expect.arrayContaining([expect.stringMatching(/^3 courses: 3 created/)]),
  });

  const token = join(directory, 'token');
  writeFileSync(token, 'none\n');
  const refused = await run('graph', ['import-courses', file, '--token-file', token], env);
  expect(refused).toMatchObject({ code: 1, err: [expect.stringMatching(/token/i)] });
  const without = await run('graph', ['import-courses', file], env);
  expect(without).toMatchObject({ code: 1, err: [expect.stringMatching(/in production say --client/)] });
  const two = await run('graph', ['import-courses', file, '--token', 'a', '--token-file', token], env);
  expect(two).toMatchObject({ code: 2, err: [expect.stringMatching(/say one of --token/)] });
  expect(await run('graph', ['import-courses'], env)).toMatchObject({
    code: 2,
    err: ['import-courses: say one file (--help tells more)'],
  });
});
