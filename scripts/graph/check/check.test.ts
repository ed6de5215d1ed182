import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { UsageError } from '../../usage.error.ts';
import { command } from './check.ts';

interface CommandResult {
  stdout: string;
  code: number;
}

/** Runs the command in this process. */
const check = async (...args: string[]): Promise<CommandResult> => {
  const { exitCode } = process;
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    process.exitCode = 0;
    await command.run(args);
    return { stdout: write.mock.calls.map(([text]) => text).join(''), code: Number(process.exitCode) };
  } finally {
    write.mockRestore();
    process.exitCode = exitCode;
  }
};

const fileOf = (name: string, text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'prakerja-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const bank = ['--name', 'kur', '--organization', 'bank'];
const kur = () =>
  fileOf(
    'kur.graphql',
    `${header}type Participant @key(fields: "id") {\n  id: ID!\n  "Offers."\n  kurOffers: Int\n}\n`,
  );

test('a refusal ends with 1 and names place, rule, owner and how to ask', async () => {
  const file = kur();
  const { stdout, code } = await check(file, ...bank);
  expect(code).toBe(1);
  expect(stdout).toBe(`${file}:5:3 error FIELD_ADDED (rule field-of-another, owner pmo)
  Participant belongs to pmo, who has not let bank add kurOffers to it.
  Ask pmo for the grant {"owner":"pmo","to":"bank","on":"Participant","may":["ADD_FIELDS"],"fields":["kurOffers"]}; two people of pmo decide.
${file}: refused: 1 error
`);
});

test('the grant that it names lets the same file pass, with 0', async () => {
  const grants = fileOf(
    'grants.json',
    '[{"owner":"pmo","to":"bank","on":"Participant","may":["ADD_FIELDS"],"fields":["kurOffers"]}]',
  );
  const file = kur();
  const { stdout, code } = await check(file, ...bank, '--grants', grants);
  expect([code, stdout]).toEqual([0, `${file}: accepted: nothing to say\n`]);
});

test('a field that a client used is refused with that client, and passes when nobody did', async () => {
  const sdl = readFileSync('schema/jobs.graphql', 'utf8').replace(
    / {2}"""How many people are sought."""\n {2}openings: Int!.*\n/,
    '',
  );
  const file = fileOf('jobs.graphql', sdl);
  const use = {
    coordinate: 'Vacancy.openings',
    organization: 'portal-9',
    client: 'web',
    version: '2.1',
    isAuthenticated: true,
    executions: 7,
  };
  const jobs = [file, '--name', 'jobs', '--organization', 'jobs', '--usage'];
  const used = await check(...jobs, fileOf('usage.json', JSON.stringify([use])));
  expect(used.code).toBe(1);
  expect(used.stdout).toContain(
    "'openings' was removed from object type 'Vacancy': it breaks portal-9, client web, version 2.1: 7 executions",
  );
  expect((await check(...jobs, fileOf('none.json', '[]'))).code).toBe(0);
});

test('a trusted document that would break is named; --json gives a program the same, with 1', async () => {
  const sdl = readFileSync('schema/jobs.graphql', 'utf8').replace(
    / {2}"""Title as shown to job seekers."""\n {2}title: String!.*\n/,
    '',
  );
  const jobs = [fileOf('jobs.graphql', sdl), '--name', 'jobs', '--organization', 'jobs'];
  const { stdout, code } = await check(...jobs, '--json');
  expect(code).toBe(1);
  const said = JSON.parse(stdout) as { isAccepted: boolean; findings: object[] };
  expect(said.isAccepted).toBe(false);
  expect(said.findings).toContainEqual(
    expect.objectContaining({
      rule: 'document',
      code: 'DOCUMENT_BROKEN',
      owner: 'pmo',
      message: expect.stringContaining('the trusted document participant-journey of pmo would not be valid any more'),
    }),
  );
});

test.for([
  [['nowhere.graphql', ...bank], 'nowhere.graphql cannot be read'],
  [['schema/jobs.graphql', '--name', 'jobs'], 'say --name and --organization'],
  [['schema/jobs.graphql', ...bank, '--usage', 'package.json'], 'package.json: ✖ Invalid input: expected array'],
  [bank, 'say one file of SDL'],
] as const)('%j is answered with one line', async ([args, line]) => {
  const refused = check(...args);
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(line);
});
