// How many people register and join a wave in a second, through the gateway, with everything on. Registering and
// joining are timed; between them all contacts are confirmed by one statement, which is not.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { syntheticNik } from '../../../subgraphs/pmo/profile/nik.ts';
import { roles } from '../../roles.ts';
import { seedStack } from '../../seed/seed.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { signToken } from '../../stack/token.ts';
import { endWithThis, stopAll } from '../gateway/processes.ts';
import { print, runBench } from '../run.ts';
import { watchBeside } from './beside.ts';
import { cpuBetween, cpuOf } from './cpu.ts';
import { floorOf } from './floor.ts';

const GOAL = 450;
const BESIDE_P99_MS = 1_000;
const PORT = 21_700;
/** Waves of the people who warm the services up, and of the people who are timed. */
const WARM_WAVE = 3_000;
const WAVE = 3_001;
const WARM_PEOPLE = 3_000;
const CLIENT = fileURLToPath(new URL('./client.mjs', import.meta.url));

const help = `
npm run bench -- registration [--people N] [--connections N]

How many people register and join a wave in a second, through the gateway, with everything on; the goal is ${GOAL}.
  --people       how many (default 10000)
  --connections  of their clients (default 64)
`;

/** One run of the benchmark. */
interface Setting {
  stack: Stack;
  /** The stack's data directory. */
  data: string;
  people: number;
  connections: number;
}

const documentOf = (name: string) => readFileSync(`schema/operations/${name}.graphql`, 'utf8');

const digits = (index: number, length: number) => String(index).padStart(length, '0');

const birthDateOf = (index: number) =>
  new Date(Date.UTC(1980, 0, 1 + Math.floor(index / 9_000))).toISOString().slice(0, 10);

const inputOf = (index: number) => {
  const birthDate = birthDateOf(index);
  return {
    nik: syntheticNik({ regencyCode: '32.73', birthDate, isWoman: index % 2 === 0, serial: 1 + (index % 9_000) }),
    // Two people a family card.
    kk: `327399010199${digits(1 + (Math.floor(index / 2) % 9_999), 4)}`,
    name: 'Siti Rahayu',
    birthDate,
    phone: `0812${digits(index, 8)}`,
    email: `bench-${index}@example.org`,
    region: '32.73',
    education: 'SENIOR_SECONDARY',
    workStatus: 'JOB_SEEKER',
    motivation: 'Ingin bekerja.',
    abilityTest: { score: 12, seconds: 900 },
    interests: ['welding'],
  };
};

const tokensOf = ({ stack: { issuer }, data }: Setting, ids: readonly string[]) => {
  const { tokenKey } = readSecrets(data);
  const scopes = roles.participant ?? [];
  return Promise.all(ids.map((subject) => signToken(tokenKey, { issuer, subject, role: 'participant', scopes })));
};

interface Result {
  cpuSeconds: number;
  seconds: number;
  p50: number;
  p99: number;
  refusals: Record<string, number>;
}

const load = async ({ stack, connections }: Setting, file: string): Promise<Result> => {
  const args = [CLIENT, stack.url, file, String(connections)];
  const child = endWithThis(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
  return (await json(child.stdout)) as Result;
};

const openWave = async (client: pg.Client, wave: number) => {
  await client.query(
    `insert into wave (number, status, policy_version, is_synthetic) values ($1, 'OPEN', '2023', true)`,
    [wave],
  );
  await client.query(`create table registration_w${wave} partition of registration for values in (${wave})`);
};

const CONFIRM = `update participant set status = 'VERIFIED', phone_confirmed_at = now(), email_confirmed_at = now()
  where status = 'REGISTERED'`;

interface Crowd {
  /** The first one's number; no two crowds overlap. */
  from: number;
  count: number;
  wave: number;
}

/** What everybody of a crowd will ask, in two files. Made beforehand: it keeps this process busy. */
const prepare = async (setting: Setting, { from, count, wave }: Crowd) => {
  const ids = Array.from({ length: count }, () => uuidv7());
  const tokens = await tokensOf(setting, ids);
  const key = () => crypto.randomUUID();
  const write = (name: string, variablesOf: (index: number) => object) => {
    const query = documentOf(name);
    const requests = ids.map((_, index) => ({
      token: tokens[index],
      body: JSON.stringify({ query, variables: variablesOf(index) }),
    }));
    const file = join(setting.data, `${name}-${wave}.json`);
    writeFileSync(file, JSON.stringify(requests));
    return file;
  };
  return {
    registrations: write('register-participant', (index) => ({ key: key(), input: inputOf(from + index) })),
    joins: write('join-wave', () => ({ number: wave, key: key() })),
  };
};

/** Everybody registers, is confirmed, and joins. */
const perform = async (setting: Setting, client: pg.Client, files: Awaited<ReturnType<typeof prepare>>) => {
  const registered = await load(setting, files.registrations);
  await client.query(CONFIRM);
  return { registered, joined: await load(setting, files.joins) };
};

const run = async (setting: Setting, client: pg.Client) => {
  const { stack, people } = setting;
  const warming = await prepare(setting, { from: people, count: WARM_PEOPLE, wave: WARM_WAVE });
  const timed = await prepare(setting, { from: 0, count: people, wave: WAVE });
  // A service that runs for weeks has compiled its code: one that has just started spends a core on that.
  await perform(setting, client, warming);
  const beside = await watchBeside(stack.url);
  const before = await cpuOf(stack, client);
  const results = await perform(setting, client, timed);
  const cpu = cpuBetween(before, await cpuOf(stack, client));
  return { ...results, cpu, beside: await beside.stop() };
};

/** Waits until the civil registry has said who everybody is: the floor has their claims. @returns the seconds */
const awaitMatches = async (client: pg.Client): Promise<number> => {
  const startedAt = performance.now();
  const waiting = `select count(*)::int as count from unconfirmed_identity where state = 'WAITING'`;
  while ((await client.query<{ count: number }>(waiting)).rows[0]?.count !== 0) await delay(200);
  return Number(((performance.now() - startedAt) / 1_000).toFixed(1));
};

const counted = async (client: pg.Client) =>
  (
    await client.query(
      `select count(*)::int as registrations, count(distinct participant_id)::int as people,
        (select count(*)::int from kk_claim where wave_number = $1) as claims
      from registration where wave_number = $1`,
      [WAVE],
    )
  ).rows[0];

const options = {
  people: { type: 'string', default: '10000' },
  connections: { type: 'string', default: '64' },
} as const;

await runBench({ name: 'registration', help, options }, async ({ ending, directory, count }) => {
  const people = count('people');
  const connections = count('connections');
  const data = directory();
  const stack = await startStack({ port: PORT, data, durable: true, report: () => undefined });
  ending.defer(() => stack.stop());
  ending.defer(stopAll);
  await seedStack({ databases: stack.databases, people: 100, seed: 1, vaultKeys: readSecrets(data).vaultKeys });
  const client = new pg.Client({ connectionString: stack.databases.pmo });
  client.on('error', () => undefined);
  await client.connect();
  for (const wave of [WARM_WAVE, WAVE]) await openWave(client, wave);
  const result = await run({ stack, data, people, connections }, client);
  const matchedAfterSeconds = await awaitMatches(client);
  const rows = await counted(client);
  await client.end();
  const floor = await floorOf(ending, stack.databases.pmo ?? '', { wave: WAVE, connections });
  const ours = Math.round(people / (result.registered.seconds + result.joined.seconds));
  print({ people, ...result, matchedAfterSeconds, rows });
  const ratio = Number((ours / floor).toFixed(3));
  const isWhole = rows.people === people && rows.registrations === people && rows.claims === people;
  const isBesideWell = result.beside.failed === 0 && result.beside.p99 <= BESIDE_P99_MS;
  const pass = ours >= GOAL && isWhole && isBesideWell;
  print({ bench: 'registration', unit: 'people/s', ours, reference: floor, ratio, goal: GOAL, pass });
  return pass;
});
