import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { policies, policyOf } from '../../subgraphs/pmo/policy/index.ts';
import {
  type CohortWave,
  cohortWaves,
  ELIGIBLE,
  type Replay,
  replayCohort,
} from '../../subgraphs/pmo/policy/replay.ts';
import { progressBar } from '../seed/progress.ts';
import { UsageError } from '../usage.error.ts';
import { graphCommand } from './command.ts';
import { databaseOf, dataOption } from './places.ts';

const help = `
npm run graph -- replay --policy VERSION (--cohort YEAR | --wave N) [--data DIR | --port N]

Judges everyone of a cohort again under another policy, and reports what would change. Writes nothing.
  --policy  the version to judge by: ${policies.map(({ version }) => version).join(', ')}
  --cohort  all waves that were announced in this year, or else closed or opened in it
  --wave    one wave
  --data    the stack's data directory; npm run graph -- --help says where it finds the database of pmo without it
  --port    the stack's port, for a stack whose data directory is in this folder

Each person counts with the facts and reasons of the stored decision (screening, or else joining). Who has none counts
with what is held of them today, on the day the wave closed, judged by the wave's own policy.
`;

interface ReplayRequest {
  cohort: string | undefined;
  wave: string | undefined;
}

const isNumber = (text: string | undefined): text is string => text !== undefined && /^[1-9]\d{0,8}$/.test(text);

const known = (waves: readonly CohortWave[]) =>
  waves.length === 0
    ? 'no wave has anyone in it'
    : `there are people in ${waves.map(({ number, year }) => `${number} (${year ?? 'no date'})`).join(', ')}`;

const choose = (waves: readonly CohortWave[], { cohort, wave }: ReplayRequest): CohortWave[] => {
  const chosen = waves.filter(({ number, year }) => (wave ? number === Number(wave) : year === Number(cohort)));
  if (chosen.length > 0) return chosen;
  throw new Error(`nobody is in ${wave ? `wave ${wave}` : `a wave of ${cohort}`}; ${known(waves)}`);
};

const number = (value: number) => value.toLocaleString('en');

const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => `${row.map(cell).join('  ')}\n`).join('');
};

const HEADINGS = ['REASON', 'WAS', 'WOULD BE', 'NO LONGER', 'NEW'];

/** Eligible people first, then reasons in the order of the versions. */
const report = ({ changes }: Replay): string => {
  const codes = [ELIGIBLE, ...new Set(policies.toReversed().flatMap(({ rules }) => rules.map(({ code }) => code)))];
  const rows = codes.flatMap((code) => {
    const change = changes.get(code);
    return change ? [[code, ...[change.was, change.wouldBe, change.gone, change.added].map(number)]] : [];
  });
  return table([HEADINGS, ...rows]);
};

const verdict = ({ changes, people }: Replay): string => {
  const { gone = 0, added = 0 } = changes.get(ELIGIBLE) ?? {};
  return `${number(added)} would become eligible, ${number(gone)} would no longer be, ${number(people - added - gone)} stay as they are\n`;
};

const replay = async (databaseUrl: string, version: string, wanted: ReplayRequest): Promise<string> => {
  const policy = policyOf(version);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'replay' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const waves = choose(await cohortWaves(client), wanted);
    const total = waves.reduce((sum, { people }) => sum + people, 0);
    const result = await replayCohort(client, { waves, policy, onProgress: progressBar('replay', total) });
    const own = waves.map((each) => `${each.number} under ${each.policyVersion}`).join(', ');
    const title = `${number(result.people)} people of wave ${own}, judged again under ${version}; ${number(result.stored)} with a stored decision\n`;
    return `${title}\n${report(result)}\n${verdict(result)}`;
  } finally {
    await client.end();
  }
};

/** The data directory in this folder whose stack listens on the port. @throws Error when there is none */
const directoryOf = (port: string): string => {
  const directories = readdirSync('.', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const stacks = directories.map(({ name }) => name).filter((name) => existsSync(join(name, 'stack.json')));
  const urlOf = (name: string) => (JSON.parse(readFileSync(join(name, 'stack.json'), 'utf8')) as { url: string }).url;
  const found = stacks.find((name) => new URL(urlOf(name)).port === port);
  if (found) return found;
  throw new Error(`no stack of this folder listens on ${port}; name its directory with --data`);
};

const text = { type: 'string' } as const;

export const command = graphCommand({
  help,
  options: { cohort: text, wave: text, policy: text, port: text, ...dataOption },
  run: async ({ cohort, wave, policy = '', port, data }) => {
    if (!policies.some(({ version }) => version === policy)) {
      throw new UsageError(`--policy takes one of ${policies.map(({ version }) => version).join(', ')}`);
    }
    if (isNumber(cohort) === isNumber(wave)) throw new UsageError('say --cohort YEAR or --wave N (--help tells more)');
    const databaseUrl = databaseOf('pmo', port === undefined ? data : directoryOf(port));
    process.stdout.write(await replay(databaseUrl, policy, { cohort, wave }));
  },
});
