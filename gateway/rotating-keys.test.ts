// Keys by which a gateway trusts publishers and wardens, and those by which partners trust it, are changed while two gateways
// serve: each is restarted with the next environment, one after the other.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createVerifier, httpbis } from 'http-message-signatures';
import { createLocalJWKSet, type JWK, jwtVerify } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { parseEnv } from '../subgraphs/kit/env.ts';
import { createDatabase } from '../tests/testkit/database.ts';
import { type Lane, openLaneOf, restartIn, SteppedService, sharedSteps } from '../tests/testkit/rotation.ts';
import { until } from '../tests/testkit/until.ts';
import { gatewayEnv } from './env.ts';
import { createGateway } from './gateway.ts';
import { openRegistry } from './registry/open-registry.ts';
import { people } from './testkit/people.ts';
import { Histories, keyList, newKey, serveRegistry, type TestKey } from './testkit/registry.ts';
import { createIssuer } from './testkit/stack.ts';
import { startSubgraph } from './testkit/subgraph.ts';

const silent = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
const at = <T>(steps: readonly T[], step: number) => steps[step] as T;
const overlapping = <T>(old: T, fresh: T): T[][] => [[old], [old, fresh], [fresh, old], [fresh]];

const keysOf = () => {
  const organization = 'pmo';
  return {
    publisher: newKey({ organization, role: 'publisher', subgraphs: ['users', 'kur'], person: 'ani' }),
    approver: newKey({ organization, role: 'approver', person: 'budi' }),
    warden: newKey({ organization, role: 'warden' }),
  };
};
const old = keysOf();
const fresh = keysOf();
/** What it signed stays good; what is new is not taken from it. */
const ended = (key: TestKey<string>): TestKey<string> => ({
  ...key,
  entry: { ...key.entry, until: new Date().toISOString() },
});
const pinnedAt = (step: number) => {
  const former = Object.values(old);
  const keys = [...(step === 3 ? former.map(ended) : former), ...(step > 0 ? Object.values(fresh) : [])];
  return keyList(keys);
};

const jwk = () => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const signing = overlapping(jwk(), jwk());
const subjects = sharedSteps();
const caller = sharedSteps();

const failures: string[] = [];
/** Keys by which the gateways signed. */
const kids = new Set<string>();
const lanes: (Lane & { service: SteppedService })[] = [];

/** The partner's copy of what gateways publish; it looks again for a key that it does not have. */
let directory: JWK[] = [];
const keyOf = async (kid: unknown): Promise<JWK | undefined> => {
  const known = () => directory.find((key) => key.kid === kid);
  if (!known()) {
    const url = `http://127.0.0.1:${openLaneOf(lanes)?.service.port}/.well-known/http-message-signatures-directory`;
    directory = ((await (await fetch(url)).json()) as { keys: JWK[] }).keys;
  }
  return known();
};

const partnerFault = async (request: IncomingMessage): Promise<string | null> => {
  const isSigned = await httpbis.verifyMessage(
    {
      requiredFields: ['@method', '@target-uri', 'content-digest', 'x-caller'],
      keyLookup: async ({ keyid }) => {
        const key = await keyOf(keyid);
        kids.add(String(keyid));
        return key
          ? { id: String(keyid), verify: createVerifier(createPublicKey({ key, format: 'jwk' }), 'ed25519') }
          : null;
      },
    },
    { method: 'POST', url: bank.url, headers: request.headers as Record<string, string> },
  );
  if (!isSigned) return 'a request is not signed';
  const options = { issuer: 'gateway', audience: 'kur' };
  const token = String(request.headers['x-caller']);
  return jwtVerify(token, createLocalJWKSet({ keys: directory }), options).then(
    () => null,
    (error: Error) => error.message,
  );
};

const bank = await startSubgraph({
  typeDefs: 'type Query { kurOffers: String kurRates: String }',
  resolvers: { Query: { kurOffers: () => 'offers', kurRates: () => 'rates' } },
  intercept: (request) => {
    void partnerFault(request).then((fault) => fault && failures.push(fault));
    return false;
  },
});
const users = await startSubgraph(people().users);
const issuer = await createIssuer();
const histories = new Histories();
const publish = (subgraph: 'users' | 'kur', sdl: string, signers: ReturnType<typeof keysOf>) =>
  histories.publish({
    organization: 'pmo',
    subgraph,
    sdl,
    address: subgraph === 'kur' ? bank.url : users.url,
    publisher: signers.publisher,
    approver: signers.approver,
  });
publish('users', users.sdl, old);
publish('kur', bank.sdl, old);
const registry = await serveRegistry(JSON.stringify(histories.bundle()));

// What a gateway has seen outlives it: keys that have ended are asked for nothing that was taken before.
const database = await createDatabase('rotating_keys');

const environment = (step: number) => ({
  RATE_LIMIT_DATABASE_URL: database,
  LOG_LEVEL: 'silent',
  JWKS_URL: issuer.url,
  SUPERGRAPH: `registry+${registry.url}`,
  SUPERGRAPH_POLL_MS: '100',
  PUBLISHER_KEYS: pinnedAt(step),
  PARTNER_KEYS: JSON.stringify({ signing: at(signing, step), subjects: at(subjects, step) }),
  SUBGRAPHS: JSON.stringify({ users: { url: users.url, secret: at(caller, step) } }),
  RATE_LIMITS: JSON.stringify({ client: 0, person: 0, anonymous: 0 }),
  REQUEST_TIMEOUT_MS: '90000',
  SUBGRAPH_TIMEOUT_MS: '60000',
});

const startGateway = async (port: number, step: number) => {
  const env = parseEnv(gatewayEnv, { ...environment(step), PORT: String(port) });
  const source = await openRegistry(env, silent);
  if (!source) throw new Error('no registry');
  const gateway = await createGateway({ env, source, checks: [source.check], log: silent });
  await new Promise<void>((resolve) => gateway.server.listen(port, '127.0.0.1', resolve));
  return async () => {
    await gateway.stop(5_000);
    await source.close();
  };
};

afterAll(async () => {
  for (const { service } of lanes) await service.stop();
  await registry.stop();
  for (const subgraph of [bank, users]) await subgraph.stop();
  await issuer.remove();
});

const ask = async (lane: (typeof lanes)[number], query: string): Promise<Record<string, unknown> | undefined> => {
  lane.underWay += 1;
  try {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const body = JSON.stringify({ query });
    const response = await fetch(`http://127.0.0.1:${lane.service.port}/graphql`, { method: 'POST', headers, body });
    const answer = (await response.json()) as { data?: Record<string, unknown>; errors?: object[] };
    if (answer.errors) failures.push(JSON.stringify(answer.errors).slice(0, 300));
    return answer.data;
  } finally {
    lane.underWay -= 1;
  }
};
const token = await issuer.sign({ sub: 'siti', role: 'participant', scope: 'self' });

const rotate = async (step: number) => {
  for (const lane of lanes) {
    await restartIn(lane, lane.service, step);
    await delay(100);
  }
};

/** Waits until each gateway has, or has no more, a field of the query type. */
const expectField = async (name: string, isThere: boolean) => {
  for (const lane of lanes) {
    const isServed = async () => {
      const data = await ask(lane, '{ __schema { queryType { fields { name } } } }');
      return JSON.stringify(data).includes(`"${name}"`);
    };
    expect(await until(isServed, (found) => found === isThere)).toBe(isThere);
  }
};

/** Three clients that ask without a pause, each by a gateway that is open. */
const openLoad = () => {
  let isOver = false;
  let done = 0;
  const worker = async () => {
    for (; !isOver; done += 1) {
      const lane = openLaneOf(lanes);
      const data = lane && (await ask(lane, '{ me { name } kurOffers }'));
      if (lane && data?.kurOffers !== 'offers') failures.push(JSON.stringify(data));
      await delay(60);
    }
  };
  const workers = [0, 1, 2].map(worker);
  return async () => {
    isOver = true;
    await Promise.all(workers);
    return done;
  };
};

const serve = () => registry.answer(JSON.stringify(histories.bundle()));

const changeAll = async () => {
  await rotate(1);
  // The new keys sign: what is published, and what of it is held back.
  publish('users', users.sdl.replace('whoami: String', 'whoami: String second: String'), fresh);
  histories.withhold('kur', ['Query.kurRates'], fresh.warden);
  serve();
  await expectField('second', true);
  await expectField('kurRates', false);
  await rotate(2);
  await rotate(3);
  // The former ones count no more for what is new.
  publish('users', users.sdl.replace('whoami: String', 'whoami: String third: String'), old);
  serve();
  await delay(500);
  await expectField('third', false);
  await expectField('second', true);
};

test('the keys of publishers, of wardens and of partners are rotated under load: no request fails', async () => {
  for (let lane = 0; lane < 2; lane += 1)
    lanes.push({ service: await SteppedService.open(startGateway), isOpen: false, underWay: 0 });
  await rotate(0);
  const end = openLoad();
  let done = 0;
  try {
    await changeAll();
  } finally {
    done = await end();
  }
  console.log(`keys rotated under load: ${done} requests, ${failures.length} failed`);
  expect(failures).toEqual([]);
  expect(done).toBeGreaterThan(100);
  expect(kids.size).toBe(2);
});
