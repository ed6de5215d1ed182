import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { LEAST_REQUESTS } from '../../subgraphs/kit/metrics/error-budget.ts';
import { Metrics } from '../../subgraphs/kit/metrics/registry.ts';
import { createGatewayMetrics } from '../gateway-metrics.ts';
import type { CountReport } from '../registry/canary-reports.ts';
import { createRegistrySource } from '../registry/registry-source.ts';
import { MemoryTrustStore } from '../registry/trust-store.ts';
import { verifyApart } from '../registry/verify-apart.ts';
import { people } from '../testkit/people.ts';
import { approver, publishedPeople, publisher } from '../testkit/published-people.ts';
import { Histories, keyList, newKey, serveRegistry, verifyHere } from '../testkit/registry.ts';
import { type Stack, startStack } from '../testkit/stack.ts';
import { isChosen } from './chosen-callers.ts';

const lookSecret = 'l'.repeat(43);

const served = publishedPeople();
const { subgraphs } = served;
beforeAll(served.start);
afterAll(served.stop);

const publicationOf = (subgraph: 'users' | 'reviews', sdl = subgraphs[subgraph].sdl) => ({
  organization: 'pmo',
  subgraph,
  sdl,
  address: subgraphs[subgraph].url,
  publisher,
  approver,
});
/** What the service does not answer as it says. */
const failing = () => publicationOf('users', subgraphs.users.sdl.replaceAll('name: String!', 'name: Int!'));
const healthy = () =>
  publicationOf('users', subgraphs.users.sdl.replace('whoami: String', 'whoami: String news: String'));

/** A gateway over a registry, and what both are told. */
const set = async ({ store = new MemoryTrustStore(), verify = verifyHere } = {}) => {
  const histories = new Histories();
  for (const name of ['users', 'reviews'] as const) histories.publish(publicationOf(name));
  const ends: { hash: string; reason: string }[] = [];
  const counts: CountReport[] = [];
  let bundle = JSON.stringify(histories.bundle());
  const registry = await serveRegistry((request, response) => {
    if (request.url === '/bundle/version') return void response.writeHead(404).end();
    if (!request.url?.startsWith('/canary/')) return void response.writeHead(200).end(bundle);
    let said = '';
    request.on('data', (part) => (said += String(part)));
    request.on('end', () => {
      (request.url === '/canary/end' ? ends : counts).push(JSON.parse(said));
      response.writeHead(204).end();
    });
  });
  onTestFinished(() => registry.stop());
  const metrics = new Metrics();
  const source = createRegistrySource({ url: registry.url, keys: keyList([publisher, approver]), store, verify });
  const stack = await startStack({
    subgraphs: people(),
    source,
    checks: [source.check],
    metrics: createGatewayMetrics({ metrics, subgraphs: [], operations: [] }),
    env: { SUPERGRAPH_POLL_MS: '60000', SUPERGRAPH_LOOK_SECRET: lookSecret },
  });
  onTestFinished(() => stack.stop());
  const look = async () => {
    const headers = { authorization: `Bearer ${lookSecret}` };
    expect((await fetch(new URL('/supergraph/look', stack.url), { method: 'POST', headers })).status).toBe(200);
  };
  /** Serves what the histories hold by now, or something else, and has the gateway look. */
  const serve = (served: object = histories.bundle()) => {
    bundle = JSON.stringify(served);
    return look();
  };
  const figures = async () =>
    (await metrics.text()).split('\n').filter((line) => line.startsWith('prakerja_gateway_canary'));
  return { histories, stack, ends, counts, look, serve, figures };
};

/** So many that a tenth of them is somebody: who is chosen differs with each run's addresses. */
const NAMES = Array.from({ length: 90 }, (_, index) => `person-${index}`);
const chosenOf = (id: string, share: number) =>
  NAMES.filter((name) => isChosen({ caller: { isAnonymous: false, id: name }, address: '' }, { id, share }));

/** Asks once as somebody. @returns the revision that answered, and the errors */
const askAs = async ({ url, issuer }: Stack, name: string) => {
  const authorization = `Bearer ${await issuer.sign({ sub: name })}`;
  const headers = { 'content-type': 'application/json', authorization };
  const response = await fetch(url, { method: 'POST', headers, body: '{"query":"{ me { name } }"}' });
  const { errors = [] } = (await response.json()) as { errors?: unknown[] };
  return { revision: response.headers.get('x-supergraph-revision') ?? '', failed: errors.length > 0 };
};

const revisionsOf = async (stack: Stack, names: readonly string[]) =>
  new Set(await Promise.all(names.map(async (name) => (await askAs(stack, name)).revision)));

test('what a gateway counts of a canary it tells whenever it looks and something was counted', async () => {
  const { histories, stack, counts, serve, look } = await set({ verify: verifyApart });
  const id = histories.offer(healthy(), 20);
  await serve();
  await look();
  expect(counts).toEqual([]);
  await revisionsOf(stack, NAMES);
  await look();
  await look();
  await revisionsOf(stack, NAMES);
  await look();
  const chosen = chosenOf(id, 20).length;
  const told = counts.map(({ hash, number, canary, stable }) => [hash, number, canary.requests, stable.requests]);
  expect(told).toEqual([
    [id, 1, chosen, NAMES.length - chosen],
    [id, 2, 2 * chosen, 2 * (NAMES.length - chosen)],
  ]);
  expect(counts.map(({ canary }) => canary.durations.reduce((sum, each) => sum + each, 0))).toEqual([
    chosen,
    2 * chosen,
  ]);
  expect(new Set(counts.map(({ gateway }) => gateway)).size).toBe(1);
});

test('a canary that fails is met by its share alone, always the same callers, and ends itself after the least sample', async () => {
  const { histories, stack, ends, serve, look, figures } = await set();
  const { id: stable } = stack.gateway.revisions.live;
  const id = histories.offer(failing(), 20);
  await serve();
  const chosen = chosenOf(id, 20);
  const others = NAMES.filter((name) => !chosen.includes(name));
  expect(chosen.length).toBeGreaterThan(2);
  expect(stack.gateway.revisions.live.id).toBe(stable);
  // Others first, so that there is something to compare with.
  for (let round = 0; round < 3; round += 1) expect([...(await revisionsOf(stack, others))]).toEqual([stable]);
  const met: string[] = [];
  for (let request = 1; request <= LEAST_REQUESTS; request += 1) {
    const { revision, failed } = await askAs(stack, chosen[request % chosen.length] ?? '');
    expect([request, revision === stable, failed]).toEqual([request, false, true]);
    met.push(revision);
  }
  expect(new Set(met).size).toBe(1);
  expect(met[0]).not.toBe(stable);
  // The next request of everybody is answered by what is live, before anybody was told.
  expect(ends).toEqual([]);
  expect([...(await revisionsOf(stack, NAMES))]).toEqual([stable]);
  await look();
  // On a busy machine some of the others' have failed too.
  const reason = expect.stringMatching(/^100 % of 50 requests failed, and \d(\.\d)? % of the others$/);
  expect(ends).toEqual([{ hash: id, reason }]);
  // A registry that offers it all the same begins nothing, nor with a higher share.
  histories.offer(failing(), 50);
  await serve();
  expect([...(await revisionsOf(stack, NAMES))]).toEqual([stable]);
  expect(await figures()).toEqual(
    expect.arrayContaining([
      'prakerja_gateway_canary_ends_total{end="burnt"} 1',
      'prakerja_gateway_canary_requests_total{side="canary",outcome="failed"} 50',
      'prakerja_gateway_canary_share 0',
    ]),
  );
});

test('a healthy canary is raised and promoted; its callers stay the same, also while another subgraph goes live', async () => {
  const { histories, stack, ends, serve, figures } = await set();
  const { id: stable } = stack.gateway.revisions.live;
  const id = histories.offer(healthy(), 10);
  await serve();
  const few = chosenOf(id, 10);
  const [canary] = await revisionsOf(stack, few);
  expect(canary).not.toBe(stable);
  histories.offer(healthy(), 50);
  await serve();
  const many = chosenOf(id, 50);
  expect(few.filter((name) => !many.includes(name))).toEqual([]);
  expect([...(await revisionsOf(stack, many))]).toEqual([canary]);
  for (let asked = 0; asked <= LEAST_REQUESTS; asked += many.length) await revisionsOf(stack, NAMES);
  histories.publish(
    publicationOf('reviews', subgraphs.reviews.sdl.replace('text: String', 'text: String more: String')),
  );
  await serve();
  const { id: next } = stack.gateway.revisions.live;
  const [beside, ...mixed] = await revisionsOf(stack, many);
  expect([mixed, new Set([stable, canary, next, beside]).size]).toEqual([[], 4]);
  expect([
    ...(await revisionsOf(
      stack,
      NAMES.filter((name) => !many.includes(name)),
    )),
  ]).toEqual([next]);
  histories.canary = undefined;
  histories.publish(healthy());
  await serve();
  expect(stack.gateway.revisions.live.id).toBe(beside);
  expect([...(await revisionsOf(stack, NAMES))]).toEqual([beside]);
  expect([ends, await figures()]).toEqual([
    [],
    expect.arrayContaining(['prakerja_gateway_canary_ends_total{end="promoted"} 1']),
  ]);
});

test('one that is taken back is met by nobody from then on, and never begins again', async () => {
  const store = new MemoryTrustStore();
  const { histories, stack, serve } = await set({ store });
  const { id: stable } = stack.gateway.revisions.live;
  const id = histories.offer(healthy(), 50);
  await serve();
  const replayed = histories.bundle();
  expect((await revisionsOf(stack, chosenOf(id, 50))).has(stable)).toBe(false);
  histories.canary = undefined;
  await serve();
  expect([...(await revisionsOf(stack, NAMES))]).toEqual([stable]);
  await serve(replayed);
  expect([...(await revisionsOf(stack, NAMES))]).toEqual([stable]);
  expect(await store.endedCanaries()).toEqual(new Set([id]));
});

test('after a rollback of the live one nobody meets what was made beside it', async () => {
  const { histories, stack, serve } = await set();
  histories.publish(healthy());
  await serve();
  const id = histories.offer(
    publicationOf('reviews', subgraphs.reviews.sdl.replace('text: String', 'text: String x: Int')),
    50,
  );
  await serve();
  const { id: live } = stack.gateway.revisions.live;
  expect((await revisionsOf(stack, chosenOf(id, 50))).has(live)).toBe(false);
  expect(await stack.gateway.revisions.rollback(1, { mayBreakDocuments: false })).toMatchObject({ refusal: undefined });
  expect([...(await revisionsOf(stack, NAMES))]).toEqual([stack.gateway.revisions.live.id]);
});

test('a registry that somebody took over gives a canary no caller who was not signed for, and what is live stays', async () => {
  const { histories, stack, serve } = await set();
  const { id: stable } = stack.gateway.revisions.live;
  const thief = newKey({ organization: 'pmo', role: 'approver', person: 'budi' });
  const base = histories.bundle();
  const attempts: [string, () => void][] = [
    ['a share that was not signed', () => Object.assign(histories.canary ?? {}, { share: 50 })],
    ['an approval for everybody', () => histories.offer({ ...healthy(), purpose: 'approver' }, 5)],
    ["nobody's approval", () => histories.offer({ ...healthy(), approver: thief }, 5)],
    ["its publisher's own approval", () => histories.offer({ ...healthy(), approver: publisher }, 5)],
    ['another SDL', () => Object.assign(histories.canary ?? {}, { sdl: failing().sdl })],
    ['a subgraph of which nothing is live', () => histories.offer({ ...healthy(), subgraph: 'others' }, 5)],
  ];
  for (const [name, attempt] of attempts) {
    histories.offer(healthy(), 5);
    attempt();
    await serve({ ...base, canary: histories.canary });
    expect([name, [...(await revisionsOf(stack, NAMES))]]).toEqual([name, [stable]]);
  }
  expect(stack.log.filter(({ message }) => message.includes('canary')).map(({ message }) => message)).toEqual([]);
  // What is live is not held up by it.
  histories.publish(healthy());
  await serve({ ...histories.bundle(), canary: { ...histories.canary, share: 50 } });
  expect(stack.gateway.revisions.live.id).not.toBe(stable);
});
