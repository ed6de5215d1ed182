import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createVerifier, httpbis } from 'http-message-signatures';
import { createLocalJWKSet, decodeJwt, type JWK, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SupergraphSource } from '../revision/source.ts';
import { people } from '../testkit/people.ts';
import { compose, fixedSource, type Stack, startStack } from '../testkit/stack.ts';
import { type ReceivedCall, type Subgraph, startSubgraph } from '../testkit/subgraph.ts';
import { contentDigestOf } from './message-signature.ts';
import { addressFault, lookUpPublic } from './partner-address.ts';
import { readPartnerKeys } from './partner-keys.ts';
import { Partners } from './partners.ts';

const signing = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const next = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const PARTNER_KEYS = JSON.stringify({ signing: [signing, next], subjects: randomBytes(32).toString('base64url') });

const kurSdl = (type: string) => `
  type Query { kurOffers(secret: String): String kurSlow: String kurLoans: Int @requiresScopes(scopes: [["kur:read"]]) }
  ${type}
  type User @key(fields: "id") { id: ID! loan: Int }
`;

interface SentCall {
  request: IncomingMessage;
  call: ReceivedCall;
}

/** What the bank saw: each call as it stood on the wire. */
const seen: SentCall[] = [];
/** Own subgraphs hold their answers while `holding`. */
let holding = false;
const held: (() => void)[] = [];
let answering: (response: ServerResponse) => boolean = () => false;
let bank: Subgraph;
let stack: Stack;
let withBank: string;
let offered: string | undefined;

beforeAll(async () => {
  bank = await startSubgraph({
    typeDefs: kurSdl('type Subscription { kurTick(count: Int!): Int }'),
    resolvers: {
      Query: { kurOffers: () => 'offers', kurSlow: () => 'slow', kurLoans: () => 7 },
      User: { __resolveReference: ({ id }: { id: string }) => ({ id, loan: Number(id) }) },
      Subscription: {
        kurTick: {
          async *subscribe(_: unknown, { count }: { count: number }) {
            for (let tick = 1; tick <= count; tick++) yield { kurTick: tick };
          },
        },
      },
    },
    intercept(request, response, call) {
      seen.push({ request, call });
      return answering(response);
    },
  });
  const source: SupergraphSource = {
    name: 'registry',
    read: async () => {
      const given = offered;
      offered = undefined;
      return given;
    },
  };
  const { users: plain, reviews: others } = people();
  const me = () => (holding ? new Promise((resolve) => held.push(() => resolve({ id: '1' }))) : { id: '1' });
  const resolvers = { ...plain.resolvers, Query: { ...(plain.resolvers.Query as object), me } };
  const own = { users: { ...plain, resolvers }, reviews: others };
  const first = await startStack({ subgraphs: own });
  offered = first.supergraph;
  await first.stop();
  stack = await startStack({ subgraphs: own, source, env: { PARTNER_KEYS, SUPERGRAPH_POLL_MS: '60000' } });
  const { users, reviews } = { users: stack.subgraph('users'), reviews: stack.subgraph('reviews') };
  withBank = compose({ users, reviews, kur: bank });
  offered = undefined;
});
afterAll(async () => {
  await stack.stop();
  await bank.stop();
});
beforeEach(async () => {
  seen.length = 0;
  answering = () => false;
  await take(withBank);
});

const take = async (supergraph: string) => {
  const verdict = await stack.gateway.revisions.take(supergraph, { name: 'registry' });
  expect(verdict.refusal).toBeUndefined();
};

const publishedKeys = async () => {
  const answer = await fetch(new URL('/.well-known/http-message-signatures-directory', stack.url));
  expect(answer.headers.get('content-type')).toBe('application/http-message-signatures-directory+json');
  return (await answer.json()) as { keys: JWK[] };
};

/** Verifies as a partner does: with a library, by what the gateway publishes. */
const isSigned = async ({ request }: SentCall, change: { url?: string; headers?: object } = {}) => {
  const { keys } = await publishedKeys();
  return httpbis.verifyMessage(
    {
      requiredFields: ['@method', '@target-uri', 'content-digest', 'x-caller'],
      requiredParams: ['created', 'expires', 'nonce', 'keyid', 'tag'],
      keyLookup: async ({ keyid }) => {
        const key = keys.find(({ kid }) => kid === keyid);
        if (!key) return null;
        return { id: String(keyid), verify: createVerifier(createPublicKey({ key, format: 'jwk' }), 'ed25519') };
      },
    },
    {
      method: request.method ?? '',
      url: change.url ?? bank.url,
      headers: { ...(request.headers as Record<string, string>), ...change.headers },
    },
  );
};

const onlySent = (): SentCall => {
  expect(seen).toHaveLength(1);
  return seen[0] as SentCall;
};

const callerOf = async ({ request }: SentCall) =>
  (
    await jwtVerify(String(request.headers['x-caller']), createLocalJWKSet(await publishedKeys()), {
      issuer: 'gateway',
      audience: 'kur',
      algorithms: ['EdDSA'],
    })
  ).payload;

test('a partner verifies the gateway by its published keys; nothing else passes, and no secret is shared', async () => {
  expect((await stack.ask('{ kurOffers }')).data).toEqual({ kurOffers: 'offers' });
  const sent = onlySent();
  const { headers: _, ...body } = sent.call;
  expect(sent.request.headers['content-digest']).toBe(contentDigestOf(JSON.stringify(body)));
  expect(await isSigned(sent)).toBe(true);
  expect(await isSigned(sent, { url: 'https://other.example/graphql' })).toBe(false);
  expect(await isSigned(sent, { headers: { 'content-digest': contentDigestOf('{}') } })).toBe(false);
  expect(await isSigned(sent, { headers: { 'x-caller': 'forged' } })).toBe(false);
  expect(sent.request.headers).not.toHaveProperty('x-signature');
  const { keys } = await publishedKeys();
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(Object.keys(key).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
});

test('each signature is good for one request and half a minute', async () => {
  await stack.ask('{ kurOffers }');
  await stack.ask('{ kurOffers }');
  const inputs = seen.map(({ request }) => String(request.headers['signature-input']));
  const [nonces, lifetimes] = [
    inputs.map((input) => /nonce="([^"]+)"/.exec(input)?.[1]),
    inputs.map((input) => Number(/expires=(\d+)/.exec(input)?.[1]) - Number(/created=(\d+)/.exec(input)?.[1])),
  ];
  expect([new Set(nonces).size, lifetimes]).toEqual([2, [30, 30]]);
});

test('a partner learns of a caller only what its fields need, under a name that only it knows', async () => {
  const token = await stack.issuer.sign({ sub: 'siti', org: 'portal-1', azp: 'app', scope: 'kur:read nik:read' });
  const ask = (query: string) => stack.ask(query, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask('{ kurLoans whoami }')).data?.kurLoans).toBe(7);
  const claims = await callerOf(onlySent());
  expect(Object.keys(claims).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'scope', 'sub']);
  expect([claims.scope, Number(claims.exp) - Number(claims.iat)]).toEqual(['kur:read', 60]);
  expect(claims.sub).toMatch(/^[\w-]{24,}$/);
  seen.length = 0;
  const again = await stack.issuer.sign({ sub: 'siti', scope: 'kur:read' });
  await stack.ask('{ kurLoans }', { headers: { authorization: `Bearer ${again}` } });
  expect((await callerOf(onlySent())).sub).toBe(claims.sub);
  const keys = readPartnerKeys(JSON.parse(PARTNER_KEYS));
  expect(claims.sub).toBe(keys.personIdsOf('kur').seal('siti'));
  expect(claims.sub).not.toBe(keys.personIdsOf('other').seal('siti'));
  // Our own subgraph learns the whole.
  const { call } = { call: stack.subgraph('users').calls.at(-1) };
  expect(decodeJwt(String(call?.headers['x-caller']))).toMatchObject({
    sub: 'siti',
    org: 'portal-1',
    scope: 'kur:read nik:read',
  });
});

test('a stranger has no subject and no scope', async () => {
  await stack.ask('{ kurOffers }');
  expect(await callerOf(onlySent())).toMatchObject({ scope: '' });
  expect(await callerOf(onlySent())).not.toHaveProperty('sub');
});

test('a supergraph cannot send what is for a subgraph of our own elsewhere', async () => {
  await take(withBank.replace(stack.subgraph('users').url, bank.url));
  expect((await stack.ask('{ me { id } }')).data).toEqual({ me: { id: '1' } });
  expect(seen).toHaveLength(0);
});

/** Sooner than an idle connection would close by itself. */
const expectClosed = () => expect.poll(() => bank.connections(), { timeout: 2000, interval: 20 }).toBe(0);

test('a new subgraph is asked without a restart, and its connections close when the last request on it has ended', async () => {
  await take(stack.supergraph);
  expect((await stack.ask('{ kurOffers }')).errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  await take(withBank);
  expect((await stack.ask('{ kurOffers }')).data).toEqual({ kurOffers: 'offers' });
  expect(await bank.connections()).toBe(1);
  // The request has yet to come to the bank when its revision is replaced.
  holding = true;
  const asked = stack.ask('{ me { loan } }');
  await expect.poll(() => held.length).toBe(1);
  await take(stack.supergraph);
  await delay(300);
  expect(await bank.connections()).toBe(1);
  holding = false;
  for (const release of held.splice(0)) release();
  expect(await asked).toEqual({ data: { me: { loan: 1 } } });
  await expectClosed();
});

test('revisions that name the same subgraph share its connections', async () => {
  await stack.ask('{ kurOffers }');
  await take(`${withBank}\n# next`);
  await stack.ask('{ kurOffers }');
  expect(new Set(seen.map(({ request }) => request.socket.remotePort)).size).toBe(1);
});

test('a subscription keeps its subgraph until it ends', async () => {
  const response = await stack.post({ query: 'subscription { kurTick(count: 2) }' }, { accept: 'text/event-stream' });
  expect(await response.text()).toContain('"kurTick":2');
  await take(stack.supergraph);
  await expectClosed();
});

test('a partner that fails is left alone, and asked again within five seconds of its return', async () => {
  answering = (response) => {
    response.destroy();
    return true;
  };
  for (let call = 0; call < 6; call += 1) await stack.ask('{ kurOffers }');
  const calls = seen.length;
  const { errors } = await stack.ask('{ kurOffers }');
  expect([errors?.[0]?.extensions.code, seen.length]).toEqual(['SUBGRAPH_UNAVAILABLE', calls]);
  expect((await stack.ask('{ me { id } }')).data).toEqual({ me: { id: '1' } });
  answering = () => false;
  const healed = async () => (await stack.ask('{ kurOffers }')).data;
  await expect.poll(healed, { timeout: 5000 }).toEqual({ kurOffers: 'offers' });
});

test('in production a partner is asked over TLS on the internet only', async () => {
  const fault = (address: string) => addressFault(address, { isProduction: true });
  expect(fault('http://kur.example/graphql')).toBe('it is not https');
  for (const inside of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '[::1]', '[fd00::1]', '[::ffff:127.0.0.1]'])
    expect([inside, fault(`https://${inside}/`)]).toEqual([inside, 'it is not on the internet']);
  expect(fault('https://8.8.8.8/')).toBeUndefined();
  expect(fault('https://kur.example/graphql')).toBeUndefined();
  const found = await new Promise((resolve) => lookUpPublic('localhost', {}, (error) => resolve(error?.message)));
  expect(found).toMatch(/^localhost leads to .*, which is not on the internet$/);
  const own = new Set<string>();
  const partners = new Partners({ keys: readPartnerKeys(JSON.parse(PARTNER_KEYS)), own, isProduction: true });
  expect(() => partners.lease(withBank)).toThrow('cannot be asked: it is not https');
  expect(partners.size).toBe(0);
});

test('without keys of its own the gateway takes no supergraph with a subgraph that it has no secret of', async () => {
  const starting = startStack({ subgraphs: people(), source: fixedSource(withBank) });
  await expect(starting).rejects.toThrow('there is no address of kur');
  expect(seen).toEqual([]);
  const other = await startStack({ subgraphs: people() });
  const directory = new URL('/.well-known/http-message-signatures-directory', other.url);
  expect((await fetch(directory)).status).toBe(404);
  await other.stop();
});
