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
const REQUESTS = 300;
const WARM_UP = 50;

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
  for (let at = 0; at < WARM_UP + REQUESTS; at += 1) {
    const body = JSON.stringify({ query, variables: { number: FIRST_WAVE + (at % waves) } });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const startedMs = performance.now();
    const answer = await fetch(url, { method: 'POST', headers, body });
    const { errors } = (await answer.json()) as { errors?: unknown };
    if (at >= WARM_UP) times.push(performance.now() - startedMs);
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

/** Times of some requests, and the CPU of each process for one of them, which says more on a busy machine. */
const measure = async (name: string, { stack, client, ...asking }: MeasureOptions): Promise<number[]> => {
  const query = documents[name as keyof typeof documents];
  const before = await cpuOf(stack, client);
  const times = await timesOf(query, { url: stack.url, ...asking });
  const cpu = cpuBetween(before, await cpuOf(stack, client));
  const perRequest = ['gateway', 'pmo', 'postgres'].map((process) => [
    process,
    Number((((cpu[process] ?? 0) * 1_000) / (WARM_UP + REQUESTS)).toFixed(1)),
  ]);
  print({ ...figuresOf(name, times), unit: 'ms', cpuMs: Object.fromEntries(perRequest) });
  return times;
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
  const found: Record<string, number[]> = {};
  for (const name of Object.keys(documents))
    found[name] = await measure(name, { stack, client, token, waves: size.waves });
  print(await keepingPerPerson(client));
  await client.end();
  const ours = Math.max(...['statistics', 'funnel'].map((name) => quantile(found[name] ?? [], 0.95)));
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
