import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { revisionIdOf } from '../../gateway/revision/revision.ts';
import { roles } from '../../scripts/roles.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { signToken } from '../../scripts/stack/token.ts';
import { newDirectory } from '../testkit/directory.ts';
import { type GatewayMemory, type ProbedGateway, startProbedGateway } from '../testkit/probed-gateway.ts';
import { until } from '../testkit/until.ts';
import { reloadsEnv } from './env.ts';

const CONNECTIONS = 40;
const RELOADS = 3;
const { RELOAD_SECONDS, MEMORY_RELOADS } = reloadsEnv();
/** What a connection waits before it asks again: the short form leaves some of the machine to others. */
const PAUSE_MS = RELOAD_SECONDS > 10 ? 0 : 1_500;
/** Reloads after which the kept revisions and all pools are full. */
const WARM_UP = 20;
/** The rise in 100 reloads, by the slope after the warm-up. */
const MOST_MB = 1;
/** The rise in one of the few reloads of the short form; a revision that is not let go takes more. */
const FEW_RELOADS_MB = 5;
const MEMORY_WITHIN_MS = 120_000 + MEMORY_RELOADS * 10_000;

const supergraph = readFileSync('schema/supergraph.graphql', 'utf8');
const directory = newDirectory('reloads');
const file = join(directory, 'supergraph.graphql');
const revised = (label: string | number) => `${supergraph}\n# ${label}\n`;

let gateway: ProbedGateway;
let authorization: string;
beforeAll(async () => {
  writeFileSync(file, supergraph);
  gateway = await startProbedGateway(inject('stack'), {
    SUPERGRAPH: file,
    SUPERGRAPH_POLL_MS: '100',
    TRUSTED_DOCUMENTS: 'allow',
    RATE_LIMITS: '{"client":0,"person":0,"anonymous":0}',
  });
  const { data } = inject('stack');
  const facts = { issuer: readStackFile(data).issuer, subject: 'synthetic-officer', role: 'officer' };
  authorization = `Bearer ${await signToken(readSecrets(data).tokenKey, { ...facts, scopes: roles.officer ?? [] })}`;
});
afterAll(async () => {
  await gateway.stop();
  rmSync(directory, { recursive: true });
});

const COURSES = readFileSync('schema/operations/courses-by-skill.graphql', 'utf8');
const variables = JSON.parse(readFileSync('schema/operations/courses-by-skill.variables.json', 'utf8'));
const CREATE = `mutation($key: String!, $input: CreateWaveInput!) {
  createWave(idempotencyKey: $key, input: $input) { wave { number status } refusal { code } }
}`;
const [opensAt, closesAt] = [1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
const creation = (number: number) => ({
  query: CREATE,
  variables: { key: `reloads-${number}`, input: { number, quota: 1, opensAt, closesAt, isSynthetic: true } },
});
/** Every second connection writes: each its own wave, once; after that it gets the same answer. */
const bodies = Array.from({ length: CONNECTIONS }, (_, index) =>
  JSON.stringify(index % 2 === 0 ? { query: COURSES, variables } : creation(70_000 + index)),
);

/** What is left of the organisation's day is another with each answer. */
const withoutBudget = (text: string) => text.replace(/,?"budget":\{[^}]*\}/, '');

const ask = async (body: string) => {
  const headers = { 'content-type': 'application/json', authorization };
  const response = await fetch(gateway.url, { method: 'POST', headers, body });
  return {
    status: response.status,
    revision: response.headers.get('x-supergraph-revision'),
    text: withoutBudget(await response.text()),
  };
};

interface Load {
  /** Answers by the revision that gave them. */
  answers: Map<string, number>;
  failures: unknown[];
}

/** Asks over and over until `isOver`; an answer that differs from the first one has failed. */
const keepAsking = async (body: string, { answers, failures }: Load, isOver: () => boolean) => {
  let first: string | undefined;
  while (!isOver()) {
    try {
      const { status, revision, text } = await ask(body);
      first ??= text;
      const isRight = status === 200 && text === first && !text.includes('"errors"') && text.includes('"data":{');
      if (!isRight) failures.push({ status, text: text.slice(0, 500) });
      else answers.set(String(revision), (answers.get(String(revision)) ?? 0) + 1);
    } catch (error) {
      failures.push(error);
    }
    if (PAUSE_MS > 0) await delay(PAUSE_MS);
  }
};

const isLive = async (id: string) => (await ask('{"query":"{ __typename }"}')).revision === id;

const take = async (text: string) => {
  writeFileSync(file, text);
  const id = revisionIdOf(text);
  expect(await until(() => isLive(id), Boolean, 60_000)).toBe(true);
  return id;
};

const pauseUntil = (moment: number) => delay(Math.max(500, moment - performance.now()));

test(`three supergraphs in ${RELOAD_SECONDS} s under ${CONNECTIONS} connections: no request fails`, async () => {
  const load: Load = { answers: new Map(), failures: [] };
  let isOver = false;
  const asking = bodies.map((body) => keepAsking(body, load, () => isOver));
  const ids = [revisionIdOf(supergraph)];
  const startedAt = performance.now();
  for (let reload = 1; reload <= RELOADS; reload += 1) {
    await pauseUntil(startedAt + (RELOAD_SECONDS * 1000 * reload) / (RELOADS + 1));
    const id = await take(revised(reload));
    ids.push(id);
    await until(
      async () => load.answers.has(id),
      (isAnswered) => isAnswered,
    );
  }
  await pauseUntil(startedAt + RELOAD_SECONDS * 1000);
  isOver = true;
  await Promise.all(asking);
  const counts = ids.map((id) => load.answers.get(id) ?? 0);
  console.info(`answers by revision: ${counts.join(', ')}; failed: ${load.failures.length}`);
  expect(load.failures).toEqual([]);
  expect(Math.min(...counts)).toBeGreaterThan(0);
  expect(load.answers.size).toBe(ids.length);
});

/** The slope of a line through the values, by least squares. */
const slopeOf = (values: readonly number[]) => {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  return covariance / values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
};

test(
  `memory after ${MEMORY_RELOADS} more reloads is flat`,
  async () => {
    const measured: GatewayMemory[] = [];
    for (let reload = 1; reload <= MEMORY_RELOADS; reload += 1) {
      await take(revised(`memory ${reload}`));
      for (const body of bodies.slice(0, 2)) await ask(body);
      measured.push(await gateway.memory());
    }
    const isLong = MEMORY_RELOADS > 2 * WARM_UP;
    const settled = measured.slice(isLong ? WARM_UP : 0);
    const heap = settled.map(({ heapMb }) => heapMb);
    const resident = settled.map(({ residentMb }) => residentMb);
    const slopes = [heap, resident].map(slopeOf);
    const [heapRise, residentRise] = slopes.map((slope) => (slope * 100).toFixed(2));
    if (isLong) console.info(`MB in 100 reloads: heap ${heapRise}, resident ${residentRise}`);
    console.info(`resident MB: ${resident.map(Math.round).join(' ')}; heap MB: ${heap.map(Math.round).join(' ')}`);
    for (const slope of slopes) expect(slope).toBeLessThanOrEqual(isLong ? MOST_MB / 100 : FEW_RELOADS_MB);
  },
  MEMORY_WITHIN_MS,
);
