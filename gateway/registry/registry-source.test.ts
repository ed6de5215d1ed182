import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Metrics } from '../../subgraphs/kit/metrics/registry.ts';
import { createDatabase } from '../../tests/testkit/database.ts';
import { newDirectory } from '../../tests/testkit/directory.ts';
import { createGatewayMetrics } from '../gateway-metrics.ts';
import { people } from '../testkit/people.ts';
import { approver, publishedPeople, publisher } from '../testkit/published-people.ts';
import { Histories, keyList, newKey, serveRegistry, type TestKey, verifyHere } from '../testkit/registry.ts';
import { type Stack, startStack } from '../testkit/stack.ts';
import { createBundleRequest } from './bundle-request.ts';
import { openDatabaseTrustStore } from './database-trust-store.ts';
import { createRegistrySource } from './registry-source.ts';
import { MemoryTrustStore, type TrustStore } from './trust-store.ts';
import { type Verify, verifyApart } from './verify-apart.ts';

const lookSecret = 'l'.repeat(43);
const operatorSecret = 'o'.repeat(43);
const log = { warn: () => undefined };

const served = publishedPeople();
const { subgraphs } = served;
beforeAll(served.start);
afterAll(served.stop);

const publish = (histories: Histories, subgraph: 'users' | 'reviews', more: object = {}) => {
  const { sdl, url: address } = subgraphs[subgraph];
  return histories.publish({ organization: 'pmo', subgraph, sdl, address, publisher, approver, ...more });
};
/** Gives `users` one field more. */
const extended = (name: string) => ({
  sdl: subgraphs.users.sdl.replace('whoami: String', `whoami: String ${name}: String`),
});

interface Setting {
  histories: Histories;
  registry: Awaited<ReturnType<typeof serveRegistry>>;
  /** Serves what the histories hold by now. */
  serve(): void;
  pin(keys: readonly TestKey[]): Promise<void>;
  start(options?: {
    store?: TrustStore;
    env?: Record<string, string>;
    metrics?: Metrics;
    verify?: Verify;
  }): Promise<Stack>;
}

const set = async (): Promise<Setting> => {
  const histories = new Histories();
  publish(histories, 'users');
  publish(histories, 'reviews');
  const registry = await serveRegistry(JSON.stringify(histories.bundle()));
  onTestFinished(() => registry.stop());
  const file = join(newDirectory('keys'), 'keys.json');
  const pin = (keys: readonly TestKey[]) => writeFile(file, keyList(keys));
  await pin([publisher, approver]);
  return {
    histories,
    registry,
    serve: () => registry.answer(JSON.stringify(histories.bundle())),
    pin,
    async start({ store = new MemoryTrustStore(), env = {}, metrics, verify = verifyHere } = {}) {
      const source = createRegistrySource({ url: registry.url, keys: file, store, verify });
      const own = metrics && createGatewayMetrics({ metrics, subgraphs: [], operations: [] });
      const started = await startStack({
        subgraphs: people(),
        source,
        checks: [source.check],
        ...(own && { metrics: own }),
        env: {
          SUPERGRAPH_POLL_MS: '100',
          SUPERGRAPH_LOOK_SECRET: lookSecret,
          SUPERGRAPH_SECRET: operatorSecret,
          ...env,
        },
      });
      return { ...started, subgraph: (name) => subgraphs[name as 'users'] };
    },
  };
};

const running = async (setting: Setting, options?: Parameters<Setting['start']>[0]) => {
  const stack = await setting.start(options);
  onTestFinished(() => stack.stop());
  return stack;
};

const fieldsOf = async ({ ask }: Stack): Promise<string[]> => {
  const { data } = await ask('{ __schema { queryType { fields { name } } } }');
  const { fields } = (data as { __schema: { queryType: { fields: { name: string }[] } } }).__schema.queryType;
  return fields.map(({ name }) => name);
};
const refusals = async ({ gateway }: Stack) =>
  (await gateway.revisions.state()).offers.flatMap(({ refusal }) => refusal ?? []);
interface OperatorCall {
  path: string;
  secret: string;
  method?: string;
}

const operate = ({ url }: Stack, { path, secret, method = 'POST' }: OperatorCall) =>
  fetch(new URL(path, url), { method, headers: { authorization: `Bearer ${secret}` } });

test('what is published is live at the next look, or at once when somebody says so', async () => {
  const setting = await set();
  const stack = await running(setting, { env: { SUPERGRAPH_POLL_MS: '60000' }, verify: verifyApart });
  publish(setting.histories, 'users', extended('second'));
  setting.serve();
  expect(await fieldsOf(stack)).not.toContain('second');
  const looked = await operate(stack, { path: '/supergraph/look', secret: lookSecret });
  expect([looked.status, await looked.json()]).toEqual([200, { live: stack.gateway.revisions.live.id }]);
  expect(await fieldsOf(stack)).toContain('second');
  expect((await stack.ask('{ me { name } }')).errors?.[0]?.extensions.code).toBeUndefined();
});

test('whoever may have it look may do nothing else, and nobody else may', async () => {
  const stack = await running(await set());
  const statusOf = async (path: string, secret: string, method = 'POST') =>
    (await operate(stack, { path, secret, method })).status;
  expect(await statusOf('/supergraph/look', operatorSecret)).toBe(200);
  expect(await statusOf('/supergraph', lookSecret, 'GET')).toBe(404);
  expect(await statusOf('/supergraph/rollback', lookSecret)).toBe(404);
  expect(await statusOf('/supergraph/look', 'x'.repeat(43))).toBe(404);
});

test('a registry that was taken over changes nothing, and the reason is shown, logged and counted', async () => {
  const setting = await set();
  const metrics = new Metrics();
  const stack = await running(setting, { metrics });
  const { id } = stack.gateway.revisions.live;
  publish(setting.histories, 'users', extended('secrets'));
  const bundle = setting.histories.bundle();
  const forged = { ...bundle.revisions[0]?.publisher, signature: 'A'.repeat(86) };
  setting.registry.answer(
    JSON.stringify({ ...bundle, revisions: [{ ...bundle.revisions[0], publisher: forged }, bundle.revisions[1]] }),
  );
  await expect.poll(() => refusals(stack)).toEqual(["the publisher's signature of 2 of users: it is forged"]);
  expect(stack.gateway.revisions.live.id).toBe(id);
  expect((await stack.ask('{ users { score } }')).data).toBeTruthy();
  const said = stack.log.filter(({ message }) => message === 'a supergraph was refused');
  expect(said).toMatchObject([{ level: 'error', details: { live: id, reason: expect.stringContaining('forged') } }]);
  const count = 'prakerja_gateway_supergraph_offers_total{outcome="untrusted"}';
  expect(await metrics.text()).toContain(`${count} 1\n`);
  setting.serve();
  await expect.poll(() => fieldsOf(stack)).toContain('secrets');
});

test.each<[string, Parameters<Setting['registry']['answer']>[0], string]>([
  ['a redirect', (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(), 'redirect'],
  ['an error', (_, response) => void response.writeHead(500).end(), 'it answers 500'],
  ['bytes that are no text', (_, response) => void response.writeHead(200).end(Buffer.from([0xff, 0xfe])), 'encoded'],
])('%s instead of a bundle changes nothing', async (_, answer, reason) => {
  const setting = await set();
  const stack = await running(setting);
  const { id } = stack.gateway.revisions.live;
  setting.registry.answer(answer);
  const said = () =>
    stack.log.find(({ message }) => message === 'the supergraph was not looked at')?.details.reason ?? '';
  await expect.poll(said).toContain(reason);
  expect(stack.gateway.revisions.live.id).toBe(id);
  publish(setting.histories, 'users', extended('after'));
  setting.serve();
  await expect.poll(() => fieldsOf(stack)).toContain('after');
});

test('a bundle that is too large or too slow is given up', async () => {
  const { registry } = await set();
  const ask = (options: object) => createBundleRequest({ url: registry.url, ...options })();
  await expect(ask({ maximumBytes: 1000 })).rejects.toThrow('more than 1000 bytes');
  registry.answer((_, response) => void response.writeHead(200).write('{'));
  const startedAt = performance.now();
  await expect(ask({ withinMs: 200 })).rejects.toThrow('timeout');
  expect(performance.now() - startedAt).toBeLessThan(5000);
});

test('a verification that does not end is ended', async () => {
  const task = { bundle: '{}', keys: '[]', seen: [], now: Date.now() };
  expect(await verifyApart(task, { withinMs: 1 })).toEqual({ fault: 'its verification was not over in 1 ms' });
  expect(await verifyApart(task)).toEqual({ fault: expect.stringContaining('the bundle is malformed') });
});

test('a signed rollback is the next number; an old bundle is refused, also after a restart', async () => {
  const setting = await set();
  const old = JSON.stringify(setting.histories.bundle());
  const databaseUrl = await createDatabase('gateway');
  const env = { RATE_LIMIT_DATABASE_URL: databaseUrl };
  const open = async () => setting.start({ store: await openDatabaseTrustStore(databaseUrl, log), env });
  const first = await open();
  const initial = first.gateway.revisions.live.id;
  publish(setting.histories, 'users', extended('second'));
  setting.serve();
  await expect.poll(() => fieldsOf(first)).toContain('second');
  const newer = first.gateway.revisions.live.id;
  setting.registry.answer(old);
  await expect.poll(() => refusals(first)).toEqual(['statement 1 of users is older than 2, which was seen']);
  await first.stop();

  // The registry plays the old bundle, then it is away: both times the last good one is served.
  const second = await open();
  expect(second.gateway.revisions.live.id).toBe(newer);
  await second.stop();
  setting.registry.answer((_, response) => void response.destroy());
  const third = await open();
  expect(third.gateway.revisions.live.id).toBe(newer);
  publish(setting.histories, 'users', { rollbackTo: 1 });
  setting.serve();
  await expect.poll(() => third.gateway.revisions.live.id).toBe(initial);
  await third.stop();
});

test('without a database and without a registry there is nothing to begin with', async () => {
  const setting = await set();
  setting.registry.answer((_, response) => void response.destroy());
  await expect(setting.start()).rejects.toThrow('cannot read the bundle');
});

test('what is live stays when its key is revoked, and is said; it goes when it is signed by another key', async () => {
  const setting = await set();
  const metrics = new Metrics();
  const stack = await running(setting, { metrics });
  publish(setting.histories, 'users', extended('second'));
  setting.serve();
  await expect.poll(async () => (await stack.gateway.revisions.state()).revisions.length).toBe(2);
  const { id } = stack.gateway.revisions.live;
  const faulty = async () => (await metrics.text()).includes('prakerja_gateway_supergraph_faulty 1\n');
  expect(await faulty()).toBe(false);
  const revoked = { ...publisher, entry: { ...publisher.entry, revokedOn: new Date().toISOString() } };
  const other = newKey({ organization: 'pmo', role: 'publisher', subgraphs: ['users', 'reviews'], person: 'citra' });
  await setting.pin([revoked, other, approver]);
  const reason = `it depends on a key that is revoked: ${publisher.entry.id}`;
  await expect.poll(async () => (await stack.gateway.revisions.state()).liveFault).toBe(reason);
  expect(await faulty()).toBe(true);
  expect(stack.gateway.revisions.live.id).toBe(id);
  expect(stack.log.filter(({ message }) => message === 'the live supergraph should not be')).toHaveLength(1);
  expect((await stack.gateway.revisions.rollback(1, { mayBreakDocuments: true })).refusal).toBe(reason);
  publish(setting.histories, 'users', { ...extended('second'), publisher: other });
  publish(setting.histories, 'reviews', { publisher: other });
  setting.serve();
  await expect.poll(async () => (await stack.gateway.revisions.state()).liveFault).toBeUndefined();
  expect(await faulty()).toBe(false);
});

test('what was refused for want of a key is taken when the operator pins it, though the registry serves the same', async () => {
  const setting = await set();
  const stack = await running(setting);
  const other = newKey({ organization: 'pmo', role: 'publisher', subgraphs: ['users'], person: 'citra' });
  publish(setting.histories, 'users', { ...extended('later'), publisher: other });
  setting.serve();
  await expect.poll(() => refusals(stack)).toEqual([expect.stringContaining('no publisher has the pinned key')]);
  await setting.pin([publisher, other, approver]);
  await expect.poll(() => fieldsOf(stack)).toContain('later');
});

test('a list of keys that cannot be read lets nothing new in', async () => {
  const setting = await set();
  const stack = await running(setting);
  const { id } = stack.gateway.revisions.live;
  await setting.pin([publisher, publisher]);
  publish(setting.histories, 'users', extended('unseen'));
  setting.serve();
  const said = () => stack.log.find(({ message }) => message === 'the supergraph was not looked at')?.details.reason;
  await expect.poll(said).toContain('is there twice');
  await delay(300);
  expect(stack.gateway.revisions.live.id).toBe(id);
});
