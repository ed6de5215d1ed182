// What authentication, signatures and guards cost: the participant journey with them beside the same without, on Linux.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { roles } from '../../roles.ts';
import { seedStack } from '../../seed/seed.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { signToken } from '../../stack/token.ts';
import { stopAll } from '../gateway/processes.ts';
import { median } from '../gateway/report.ts';
import { print, runBench } from '../run.ts';
import { measure, type Round } from './load.ts';
import { type Side, startSide } from './processes.ts';

const GOAL = 1.3;
const PORT = 21_600;
/** Ports of the gateways; each side takes the following ports too. */
const PORTS = { guarded: 21_620, unguarded: 21_640 };
const PEOPLE = 200;

const help = `
npm run bench -- access [--rounds N] [--requests N] [--profile DIR]

What authentication, signatures and guards cost: a participant's journey with them beside the same without. The goal is
${GOAL} times the CPU at most.
  --rounds    of which the median counts (default 7)
  --requests  of each round (default 3000)
  --profile   where CPU profiles are written
`;

/** One run of the benchmark. */
interface Setting {
  stack: Stack;
  /** The stack's data directory. */
  data: string;
  rounds: number;
  count: number;
  profile: string | undefined;
}

const query = readFileSync('schema/operations/participant-journey.graphql', 'utf8');

/** One request for each of some alumni, under a token of their own. */
const writeRequests = async ({ stack: { databases, issuer }, data }: Setting) => {
  const client = new pg.Client({ connectionString: databases.pmo });
  await client.connect();
  const { rows } = await client.query<{ id: string }>(
    `select id from participant where status = 'ALUMNI' order by id limit ${PEOPLE}`,
  );
  await client.end();
  const { tokenKey } = readSecrets(data);
  const requests = rows.map(async ({ id }) => {
    const facts = { issuer, subject: id, role: 'participant', scopes: roles.participant ?? [] };
    const authorization = `Bearer ${await signToken(tokenKey, facts)}`;
    const headers = { 'content-type': 'application/json', authorization };
    return { method: 'POST', headers, body: JSON.stringify({ query, variables: { id } }) };
  });
  const file = join(data, 'requests.json');
  writeFileSync(file, JSON.stringify(await Promise.all(requests)));
  return file;
};

const answerOf = async ({ url }: Side, file: string): Promise<string> => {
  const [request] = JSON.parse(readFileSync(file, 'utf8'));
  return (await fetch(url, request)).text();
};

const compete = async (setting: Setting) => {
  const { stack, data, rounds, count, profile } = setting;
  const secrets = readSecrets(data);
  const common = { data, secrets, databases: stack.databases, identityPort: PORT, folder: data };
  const start = (name: Side['name']) =>
    startSide({ ...common, name, port: PORTS[name], profileFolder: name === 'guarded' ? profile : undefined });
  const guarded = await start('guarded');
  const unguarded = await start('unguarded');
  const file = await writeRequests(setting);
  const answer = await answerOf(guarded, file);
  if (answer !== (await answerOf(unguarded, file)) || answer.includes('"errors"')) throw new Error('answers differ');
  process.stdout.write(`Both give the same answer, ${answer.length} bytes.\n`);
  for (const side of [guarded, unguarded]) await measure(side, file, count * 2);
  const pairs: { guarded: Round; unguarded: Round }[] = [];
  for (let round = 1; round <= rounds; round++) {
    const pair = { guarded: await measure(guarded, file, count), unguarded: await measure(unguarded, file, count) };
    const [ours, other] = [pair.guarded, pair.unguarded].map(({ cpuMs }) => cpuMs.toFixed(3));
    process.stdout.write(`round ${round}: ${ours} beside ${other} ms of CPU a journey\n`);
    pairs.push(pair);
  }
  return pairs;
};

const options = {
  rounds: { type: 'string', default: '7' },
  requests: { type: 'string', default: '3000' },
  assert: { type: 'boolean' },
  profile: { type: 'string' },
} as const;

await runBench({ name: 'access', help, options }, async ({ values, ending, directory, count }) => {
  const rounds = count('rounds');
  const requests = count('requests');
  const data = directory();
  const stack = await startStack({ port: PORT, data, durable: false, report: () => undefined });
  ending.defer(() => stack.stop());
  ending.defer(stopAll);
  await seedStack({ databases: stack.databases, people: 2_000, seed: 1, vaultKeys: readSecrets(data).vaultKeys });
  const pairs = await compete({ stack, data, rounds, count: requests, profile: values.profile });
  const of = (side: 'guarded' | 'unguarded') => Number(median(pairs.map((pair) => pair[side].cpuMs)).toFixed(3));
  const ratio = Number(median(pairs.map(({ guarded, unguarded }) => guarded.cpuMs / unguarded.cpuMs)).toFixed(3));
  const figure = { bench: 'access', unit: 'CPU ms/journey', ours: of('guarded'), reference: of('unguarded'), ratio };
  print({ ...figure, goal: GOAL, pass: ratio <= GOAL });
  return ratio <= GOAL;
});
