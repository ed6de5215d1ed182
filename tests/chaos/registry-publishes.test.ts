import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { subgraphsIn } from '../../gateway/partner/partner-subgraphs.ts';
import { revisionIdOf } from '../../gateway/revision/revision.ts';
import { Histories, keyList, newKey, serveRegistry } from '../../gateway/testkit/registry.ts';
import { roles } from '../../scripts/roles.ts';
import { subgraphs } from '../../scripts/services.ts';
import { supergraphSecret } from '../../scripts/stack/environment.ts';
import { readSecrets } from '../../scripts/stack/secrets.ts';
import { readStackFile } from '../../scripts/stack/stack-file.ts';
import { signToken } from '../../scripts/stack/token.ts';
import { newDirectory } from '../testkit/directory.ts';
import { type ProbedGateway, startProbedGateway } from '../testkit/probed-gateway.ts';
import { until } from '../testkit/until.ts';
import { reloadsEnv } from './env.ts';

const CONNECTIONS = 40;
const PUBLISHES = 3;
const { RELOAD_SECONDS } = reloadsEnv();
/** What a connection waits before it asks again: the short form leaves some of the machine to others. */
const PAUSE_MS = RELOAD_SECONDS > 10 ? 0 : 1_500;
/** Each publish takes a verification and a trial, at a lower priority than requests: minutes on a busy machine. */
const WITHIN_MS = 120_000;
const TEST_MS = 600_000;

const sdlOf = (name: string) => readFileSync(`schema/${name}.graphql`, 'utf8');
const names = subgraphs.map(({ name }) => name);
const publisher = newKey({ organization: 'pmo', role: 'publisher', subgraphs: names, person: 'ani' });
const approver = newKey({ organization: 'pmo', role: 'approver', person: 'budi' });
const addresses = new Map(
  subgraphsIn(readFileSync('schema/supergraph.graphql', 'utf8')).map(({ name, address }) => [name, address]),
);
const histories = new Histories();
const publish = (subgraph: string, sdl: string, rollbackTo?: number) =>
  histories.publish({
    organization: 'pmo',
    subgraph,
    sdl,
    address: addresses.get(subgraph) ?? '',
    publisher,
    approver,
    ...(rollbackTo !== undefined && { rollbackTo }),
  });

const directory = newDirectory('registry-publishes');
let registry: Awaited<ReturnType<typeof serveRegistry>>;
let gateway: ProbedGateway;
let authorization: string;
beforeAll(async () => {
  for (const name of names) publish(name, sdlOf(name));
  registry = await serveRegistry(JSON.stringify(histories.bundle()));
  const keys = join(directory, 'keys.json');
  writeFileSync(keys, keyList([publisher, approver]));
  gateway = await startProbedGateway(inject('stack'), {
    SUPERGRAPH: `registry+${registry.url}`,
    PUBLISHER_KEYS: keys,
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
  await registry.stop();
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
  variables: { key: `publishes-${number}`, input: { number, quota: 1, opensAt, closesAt, isSynthetic: true } },
});
/** Every second connection writes: each its own wave, once; after that it gets the same answer. */
const bodies = Array.from({ length: CONNECTIONS }, (_, index) =>
  JSON.stringify(index % 2 === 0 ? { query: COURSES, variables } : creation(71_000 + index)),
);

/** What is left of the organisation's day is another with each answer. */
const withoutBudget = (text: string) => text.replace(/,?"budget":\{[^}]*\}/, '');

const ask = async (body: string) => {
  const headers = { 'content-type': 'application/json', authorization };
  const response = await fetch(gateway.url, { method: 'POST', headers, body });
  const revision = response.headers.get('x-supergraph-revision') ?? '';
  return { status: response.status, revision, text: withoutBudget(await response.text()) };
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
      else answers.set(revision, (answers.get(revision) ?? 0) + 1);
    } catch (error) {
      failures.push(error);
    }
    if (PAUSE_MS > 0) await delay(PAUSE_MS);
  }
};

/** Serves what is published, and waits until it is live. @returns the milliseconds that it took */
const goLive = async () => {
  const bundle = histories.bundle();
  const id = revisionIdOf(bundle.supergraph);
  const startedAt = performance.now();
  registry.answer(JSON.stringify(bundle));
  const isLive = async () => (await ask('{"query":"{ __typename }"}')).revision === id;
  expect(await until(isLive, Boolean, WITHIN_MS)).toBe(true);
  return { id, tookMs: performance.now() - startedAt };
};

/** Why the gateway refused what it was offered last. */
const refusals = async () => {
  const headers = { authorization: `Bearer ${supergraphSecret(readSecrets(inject('stack').data))}` };
  const state = await fetch(new URL('/supergraph', gateway.url), { headers });
  const { offers } = (await state.json()) as { offers: { refusal?: string }[] };
  return offers.flatMap(({ refusal }) => refusal ?? []);
};

const extended = (field: string) => `${sdlOf('jobs')}\nextend type Query { ${field}: String }\n`;

test(
  `${PUBLISHES} publishes, a forged one and a rollback in ${RELOAD_SECONDS} s under ${CONNECTIONS} connections: no request fails`,
  async () => {
    const load: Load = { answers: new Map(), failures: [] };
    let isOver = false;
    const asking = bodies.map((body) => keepAsking(body, load, () => isOver));
    const stepMs = (RELOAD_SECONDS * 1000) / (PUBLISHES + 2);
    const ids: string[] = [];
    for (let number = 1; number <= PUBLISHES; number += 1) {
      await delay(stepMs);
      publish('jobs', extended(`published${number}`));
      const { id, tookMs } = await goLive();
      ids.push(id);
      console.info(`publish ${number} was live after ${Math.round(tookMs)} ms`);
    }
    const honest = histories.bundle();
    const { supergraph } = honest;
    registry.answer(JSON.stringify({ ...honest, supergraph: supergraph.replace(`published${PUBLISHES}`, 'secrets') }));
    expect(await until(refusals, ([reason]) => reason !== undefined, WITHIN_MS)).toEqual([
      'the supergraph is not what its subgraphs compose to',
    ]);
    publish('jobs', sdlOf('jobs'), 1);
    const back = await goLive();
    console.info(`the rollback was live after ${Math.round(back.tookMs)} ms`);
    await delay(stepMs);
    isOver = true;
    await Promise.all(asking);
    const counts = [...load.answers.values()];
    console.info(`answers by revision: ${counts.join(', ')}; failed: ${load.failures.length}`);
    expect(load.failures).toEqual([]);
    expect([...load.answers.keys()]).toEqual(expect.arrayContaining([...ids.slice(0, -1), back.id]));
    expect(load.answers.size).toBe(PUBLISHES + 1);
  },
  TEST_MS,
);
