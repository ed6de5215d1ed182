// How long public statistics and wave funnels take through the gateway over a generated graph, and what keeping them costs.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { readEnv } from '../../../subgraphs/kit/env.ts';
import { roles } from '../../roles.ts';
import { seedStack } from '../../seed/seed.ts';
import { readSecrets } from '../../stack/secrets.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { signToken } from '../../stack/token.ts';
import { cpuBetween, cpuOf } from '../registration/cpu.ts';
import { print, runBench } from '../run.ts';
import { figuresOf, quantile } from '../times.ts';
import { FIRST_WAVE, fill, type Size } from './fill.ts';
import { keepingCounts, keepingPerPerson } from './keeping.ts';

const GOAL_MS = 20;
const PORT = 21_740;
/** Requests of each kind in a round, and the rounds that are timed. */
const REQUESTS = 40;
const ROUNDS = 10;

const help = `
npm run bench -- statistics

How many milliseconds programmeStatistics and Wave.funnel take through the gateway; the goal is ${GOAL_MS} for 95 of 100 of each.
The size comes from the environment: STATISTICS_PEOPLE (default 10000000), STATISTICS_WAVES (40) and
STATISTICS_REGISTRATIONS of each wave (1000000).
`;

const count = (usual: number) => z.coerce.number().int().positive().default(usual);
const sizes = z.object({
  STATISTICS_PEOPLE: count(10_000_000),
  STATISTICS_WAVES: count(40),
  STATISTICS_REGISTRATIONS: count(1_000_000),
});

const documents = {
  /** What the gateway and one row take, to compare. */
  wave: 'query ($number: Int!) { wave(number: $number) { status } }',
  statistics: '{ programmeStatistics { name value asOf source } }',
  funnel: 'query ($number: Int!) { wave(number: $number) { funnel { applied eligible selected asOf } } }',
  funnelByRegion: 'query ($number: Int!) { wave(number: $number) { funnelByRegion { applied region { code } } } }',
  funnels: '{ waves(first: 40) { nodes { number funnel { applied eligible selected asOf } } } }',
};

const timesOf = async (
  query: string,
  { url, token, waves }: { url: string; token: string; waves: number },
): Promise<number[]> => {
  const times: number[] = [];
  for (let at = 0; at < REQUESTS; at += 1) {
    const body = JSON.stringify({ query, variables: { number: FIRST_WAVE + (at % waves) } });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const startedMs = performance.now();
    const answer = await fetch(url, { method: 'POST', headers, body });
    const { errors } = (await answer.json()) as { errors?: unknown };
    times.push(performance.now() - startedMs);
    if (errors) throw new Error(`the gateway answered ${JSON.stringify(errors)}`);
  }
  return times;
};

interface MeasureOptions {
  stack: Stack;
  client: pg.Client;
  token: string;
  waves: number;
}

const KEPT = `select (select count(distinct wave_number)::int from wave_funnel where wave_number >= $1) as waves,
  (select value::float8 from programme_count where name = 'REGISTERED_IN_GRAPH') as people,
  (select took_ms from programme_count limit 1) as "tookMs"`;

/** Waits until the work beside the requests has counted all. */
const untilCounted = async (client: pg.Client, size: Size) => {
  for (;;) {
    const [kept] = (await client.query<{ waves: number; people: number; tookMs: number }>(KEPT, [FIRST_WAVE])).rows;
    if (kept && kept.waves >= size.waves && kept.people >= size.people) return kept;
    await delay(1_000);
  }
};

type Name = keyof typeof documents;
const names = Object.keys(documents) as Name[];
const watched = ['gateway', 'pmo', 'postgres'] as const;

/**
 * Asks for each in turns, so that other load on the machine meets all of them. Prints the times of each, and the CPU of
 * each process for one request, which says more on a busy machine.
 */
const measureAll = async ({ stack, client, ...asking }: MeasureOptions): Promise<Record<Name, number[]>> => {
  const found = names.map((name) => ({ name, times: [] as number[], cpu: watched.map(() => 0) }));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const each of found) {
      const before = await cpuOf(stack, client);
      const times = await timesOf(documents[each.name], { url: stack.url, ...asking });
      const used = cpuBetween(before, await cpuOf(stack, client));
      // The first round warms the services up.
      if (round === 0) continue;
      each.times.push(...times);
      each.cpu = each.cpu.map((seconds, index) => seconds + (used[watched[index] as string] ?? 0));
    }
  }
  for (const { name, times, cpu } of found) {
    const perRequest = cpu.map((seconds, index) => [
      watched[index],
      Number(((seconds * 1_000) / times.length).toFixed(1)),
    ]);
    print({ ...figuresOf(name, times), unit: 'ms', cpuMs: Object.fromEntries(perRequest) });
  }
  return Object.fromEntries(found.map(({ name, times }) => [name, times])) as Record<Name, number[]>;
};

await runBench({ name: 'statistics', help, options: {} }, async ({ ending, directory }) => {
  const { STATISTICS_PEOPLE: people, STATISTICS_WAVES: waves, ...rest } = readEnv('bench', sizes);
  const size: Size = { people, waves, registrations: rest.STATISTICS_REGISTRATIONS };
  const data = directory();
  const stack = await startStack({ port: PORT, data, durable: false, report: () => undefined });
  ending.defer(() => stack.stop());
  await seedStack({ databases: stack.databases, people: 100, seed: 1, vaultKeys: readSecrets(data).vaultKeys });
  const client = new pg.Client({ connectionString: stack.databases.pmo });
  client.on('error', () => undefined);
  await client.connect();
  const startedMs = Date.now();
  await fill(client, size, (step) =>
    process.stderr.write(`${Math.round((Date.now() - startedMs) / 1_000)} s ${step}\n`),
  );
  print({ ...size, filledInSeconds: Math.round((Date.now() - startedMs) / 1_000) });
  await untilCounted(client, size);
  print(await keepingCounts(client, FIRST_WAVE));
  const { tokenKey } = readSecrets(data);
  const officer = { issuer: stack.issuer, subject: 'bench-officer', role: 'officer', scopes: roles.officer ?? [] };
  const token = await signToken(tokenKey, officer);
  const found = await measureAll({ stack, client, token, waves: size.waves });
  print(await keepingPerPerson(client));
  await client.end();
  const ours = Math.max(quantile(found.statistics, 0.95), quantile(found.funnel, 0.95));
  const pass = ours <= GOAL_MS;
  print({
    bench: 'statistics',
    unit: 'ms',
    ours,
    reference: GOAL_MS,
    ratio: Number((ours / GOAL_MS).toFixed(2)),
    goal: GOAL_MS,
    pass,
  });
  return pass;
});
