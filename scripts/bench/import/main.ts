// A catalogue from one file through the gateway, with everything on: how long it takes, in how much memory, and whether
// exactly the planted faults are rejected; killed half-way and run again; and a smaller one from a workbook.
import { join } from 'node:path';
import pg from 'pg';
import { seedStack } from '../../seed/seed.ts';
import { putAccounts } from '../../stack/accounts.ts';
import { syntheticOrganizations } from '../../stack/organizations.data.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { startStack } from '../../stack/stack.ts';
import { stopAll } from '../gateway/processes.ts';
import { print, runBench } from '../run.ts';
import { type CommandRun, callsDone, runImport } from './command.ts';
import type { PlantedFault } from './fixture.ts';
import { type Difference, differenceOf } from './rejected.ts';
import { writeCsv, writeXlsx } from './write-catalogue.ts';

const GOAL_SECONDS = 120;
const GOAL_MB = 300;
const PORT = 21_800;

const help = `
npm run bench -- import [--courses N] [--faults N] [--workbook N]

How long a catalogue takes from one file through the gateway; the goal is ${GOAL_SECONDS} s and ${GOAL_MB} MB for the default.
  --courses    how many of the CSV (default 50000)
  --faults     how many of them are faulty, of 25 kinds (default 1000)
  --workbook   how many of the workbook (default 5000)
`;

const CATALOGUE = `select count(*)::int as courses,
    md5(string_agg(course.reference || version.content_hash, ',' order by course.reference)) as digest
  from course join course_version as version on version.course_id = course.id
  where course.platform_id = $1 and course.reference like 'KLS-%'`;

const ANOTHER = 'select id from platform where organization_id = id and id <> $1 order by id limit 1';

interface Catalogue {
  courses: number;
  digest: string | null;
}

const isExact = ({ missing, unplanted }: Difference) => missing.length === 0 && unplanted.length === 0;

const report = (name: string, run: CommandRun, difference: Difference) => {
  const { seconds, peakMb } = run;
  print({
    [name]: run.out.trim().split('\n').at(-1),
    seconds: Number(seconds.toFixed(1)),
    peakMb,
    missing: difference.missing.slice(0, 5),
    unplanted: difference.unplanted.slice(0, 5),
  });
};

interface Part {
  name: string;
  file: string;
  planted: readonly PlantedFault[];
  args: readonly string[];
}

/** Imports a file to its end and compares what was rejected. */
const importPart = async ({ name, file, planted, args }: Part) => {
  const run = await runImport([file, ...args]);
  if (!/rejected/.test(run.err) && planted.length > 0) throw new Error(`${name}: ${run.out}${run.err}`);
  const difference = differenceOf(file.replace(/\.\w+$/, '.rejected.csv'), planted);
  report(name, run, difference);
  return { run, exact: isExact(difference) };
};

const options = {
  courses: { type: 'string', default: '50000' },
  faults: { type: 'string', default: '1000' },
  workbook: { type: 'string', default: '5000' },
} as const;

await runBench({ name: 'import', help, options }, async ({ ending, directory, count }) => {
  const courses = count('courses');
  const data = directory();
  const file = (name: string) => join(data, name);
  const planted = await writeCsv(file('whole.csv'), { records: courses, faults: count('faults'), seed: 1 });
  await writeCsv(file('killed.csv'), { records: courses, faults: count('faults'), seed: 1 });
  const inWorkbook = writeXlsx(file('workbook.xlsx'), {
    records: count('workbook'),
    faults: Math.ceil(count('workbook') / 50),
    seed: 2,
  });

  const stack = await startStack({ port: PORT, data, durable: true, report: () => undefined });
  ending.defer(() => stack.stop());
  ending.defer(stopAll);
  await seedStack({ databases: stack.databases, people: 100, seed: 1, vaultKeys: readSecrets(data).vaultKeys });
  await putAccounts(stack, data);
  const client = new pg.Client({ connectionString: stack.databases.training });
  client.on('error', () => undefined);
  await client.connect();
  ending.defer(() => client.end());
  const own = syntheticOrganizations.platform.id;
  const other: string = (await client.query(ANOTHER, [own])).rows[0].id;
  const catalogueOf = async (id: string): Promise<Catalogue> => (await client.query(CATALOGUE, [id])).rows[0];

  const read = await runImport([file('whole.csv'), '--dry-run']);
  const whole = await importPart({ name: 'csv', file: file('whole.csv'), planted, args: ['--data', data] });
  const stored = await catalogueOf(own);
  const args = ['--data', data, '--as', other];
  const killed = await runImport([file('killed.csv'), ...args], () => callsDone(file('killed.csv')) >= courses / 2_000);
  const again = await importPart({ name: 'killed half-way and run again', file: file('killed.csv'), planted, args });
  const same = await catalogueOf(other);
  const isSame = killed.code === null && stored.digest === same.digest && /went on after/.test(again.run.out);
  print({ stored, same, isSame });
  const workbook = await importPart({
    name: 'xlsx',
    file: file('workbook.xlsx'),
    planted: inWorkbook,
    args: ['--data', data],
  });

  const ours = Math.round(courses / whole.run.seconds);
  const reference = Math.round(courses / read.seconds);
  const isExactly = whole.exact && again.exact && workbook.exact && isSame;
  const peakMb = Math.max(whole.run.peakMb, again.run.peakMb, workbook.run.peakMb);
  const pass = isExactly && whole.run.seconds <= GOAL_SECONDS && peakMb <= GOAL_MB;
  print({
    bench: 'import',
    unit: 'courses/s',
    ours,
    reference,
    ratio: Number((ours / reference).toFixed(3)),
    seconds: whole.run.seconds,
    peakMb,
    pass,
  });
  return pass;
});
