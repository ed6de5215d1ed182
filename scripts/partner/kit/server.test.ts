import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  connectionOf,
  orRefusal,
  type PageArguments,
  Refusal,
  type RequestFacts,
  readPage,
  requireScope,
  requireSubject,
  type StartedSubgraph,
  startSubgraph,
} from './index.ts';
import { startTestGateway, type TestGateway } from './testing.ts';

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { kurOffers(first: Int!, after: String): Offers kurSecret: String kurMine: String kurBroken: String kurSlow: String }
  type Mutation { kurApply(amount: Int!): Applied! }
  type Subscription { kurTicks: Int }
  type Offers { nodes: [Int!]! pageInfo: Info! }
  type Info { hasNextPage: Boolean! endCursor: String }
  type Applied { loan: String refusal: No }
  type No { code: String! message: String! path: [String!]! }
  type Participant @key(fields: "id") { id: ID! kurOffers: Int }
`;

const address = 'https://kur.example/graphql';
const numbers = Array.from({ length: 5 }, (_, index) => index + 1);
const isNumberKey = (value: unknown): value is [number] => Array.isArray(value) && Number.isInteger(value[0]);
const batches: unknown[][] = [];
const logged: string[] = [];
const aborted: string[] = [];
let isReady = true;
let closed = false;

const resolvers = {
  Query: {
    kurOffers: (_: unknown, given: PageArguments) => {
      const page = readPage(given, isNumberKey);
      const rows = numbers.filter((each) => each > (page.after?.[0] ?? 0));
      return connectionOf(rows.slice(0, page.first + 1), page, (each) => [each] as const);
    },
    kurSecret: (_: unknown, _args: unknown, { caller }: RequestFacts) => {
      requireScope(caller, 'kur:read');
      return 'secret';
    },
    kurMine: (_: unknown, _args: unknown, { caller }: RequestFacts) => requireSubject(caller),
    kurBroken: () => {
      throw new Error('password of the database');
    },
    kurSlow: async (_: unknown, _args: unknown, { signal }: RequestFacts) => {
      await delay(10_000, undefined, { signal }).catch(() => aborted.push('slow'));
      return 'late';
    },
  },
  Mutation: {
    kurApply: (_: unknown, { amount }: { amount: number }, { language }: RequestFacts) =>
      orRefusal({ field: 'loan', language }, () => {
        if (amount > 10) throw new Refusal('TOO_MUCH', { en: 'At most 10.', id: 'Paling banyak 10.' }, ['amount']);
        return `loan of ${amount}`;
      }),
  },
  Subscription: {
    kurTicks: {
      async *subscribe() {
        try {
          for (let kurTicks = 1; ; kurTicks += 1) {
            yield { kurTicks };
            await delay(5);
          }
        } finally {
          closed = true;
        }
      },
    },
  },
};

let gateway: TestGateway;
let subgraph: StartedSubgraph;
const target = () => ({ port: subgraph.port, address });
const ask = (query: string, caller?: object) => gateway.ask(target(), { query }, caller);

beforeAll(async () => {
  gateway = await startTestGateway({ subgraph: 'kur' });
  subgraph = await startSubgraph({
    name: 'kur',
    typeDefs,
    resolvers,
    entities: {
      Participant: async (keys: readonly { id: string }[]) => {
        batches.push([...keys]);
        return keys.map(({ id }) => (id === 'x' ? null : { id, kurOffers: Number(id) }));
      },
    },
    env: { PORT: '0', ADDRESS: address, GATEWAY_KEYS: gateway.keysUrl },
    log: {
      info: () => undefined,
      warn: (text) => logged.push(text),
      error: (text, error) => logged.push(`${text}: ${error}`),
    },
    checkReady: () => {
      if (!isReady) throw new Error('no database');
    },
  });
});
afterAll(async () => {
  await subgraph.stop();
  await gateway.stop();
});

const send = (headers: Record<string, string>, body: string, path = '/graphql') =>
  fetch(`http://127.0.0.1:${subgraph.port}${path}`, { method: 'POST', headers, body });

const body = '{"query":"{ kurOffers(first: 1) { nodes } }"}';
const json = { 'content-type': 'application/json' };

test('nobody but the gateway is answered, and each request once', async () => {
  const signed = { ...json, ...(await gateway.sign({ address, body })) };
  expect((await send(json, body)).status).toBe(401);
  expect((await send({ ...signed, 'x-caller': 'forged' }, body)).status).toBe(401);
  expect((await send(signed, body.replace('first: 1', 'first: 2'))).status).toBe(401);
  expect(await (await send(signed, body)).json()).toEqual({ data: { kurOffers: { nodes: [1] } } });
  const again = await send(signed, body);
  expect([again.status, ((await again.json()) as { errors: { extensions: object }[] }).errors[0]?.extensions]).toEqual([
    401,
    { code: 'UNAUTHENTICATED' },
  ]);
  expect(logged.join()).toMatch(/MISSING[\s\S]+UNSIGNED[\s\S]+ALTERED[\s\S]+REPLAYED/);
});

test('the word on a caller is for one subgraph', async () => {
  const other = await startTestGateway({ subgraph: 'pmo' });
  const answer = await other.ask(target(), { query: '{ kurMine }' });
  expect(answer.status).toBe(401);
  await other.stop();
});

test('a field asks for a scope, or for somebody', async () => {
  const codes = async (query: string, caller?: object) => {
    const { data, errors } = await ask(query, caller);
    return errors?.[0]?.extensions.code ?? data;
  };
  expect(await codes('{ kurSecret }')).toBe('UNAUTHENTICATED');
  expect(await codes('{ kurSecret }', { subject: 'p', scopes: ['kur:write'] })).toBe('FORBIDDEN');
  expect(await codes('{ kurSecret }', { subject: 'p', scopes: ['kur:read'] })).toEqual({ kurSecret: 'secret' });
  expect(await codes('{ kurMine }')).toBe('UNAUTHENTICATED');
  expect(await codes('{ kurMine }', { subject: 'p' })).toEqual({ kurMine: 'p' });
});

test('the keys of one request are found by one call', async () => {
  batches.length = 0;
  const representations = ['1', 'x', '3'].map((id) => ({ __typename: 'Participant', id }));
  const query = 'query($r: [_Any!]!) { _entities(representations: $r) { ... on Participant { id kurOffers } } }';
  const { data } = await gateway.ask(target(), { query, variables: { r: representations } });
  expect(data?._entities).toEqual([{ id: '1', kurOffers: 1 }, null, { id: '3', kurOffers: 3 }]);
  expect(batches.length).toBe(1);
  expect((await ask('{ _service { sdl } }')).data?._service).toMatchObject({
    sdl: expect.stringContaining('kurTicks'),
  });
});

test('pages follow each other, and what is no cursor of the list is refused', async () => {
  const page = async (rest: string) =>
    (await ask(`{ kurOffers(${rest}) { nodes pageInfo { hasNextPage endCursor } } }`)) as never;
  const seen: number[] = [];
  let after = '';
  for (;;) {
    const { data } = await page(`first: 2${after}`);
    const { nodes, pageInfo } = (data as { kurOffers: { nodes: number[]; pageInfo: Record<string, unknown> } })
      .kurOffers;
    seen.push(...nodes);
    if (!pageInfo.hasNextPage) break;
    after = `, after: "${pageInfo.endCursor}"`;
  }
  expect(seen).toEqual(numbers);
  const refused = await Promise.all(['first: 0', 'first: 101', 'first: 1, after: "WyJ4Il0"'].map(page));
  expect(refused.map(({ errors }) => (errors as { extensions: object }[])[0]?.extensions)).toEqual([
    { code: 'PAGE_SIZE_OUT_OF_RANGE', argument: 'first' },
    { code: 'PAGE_SIZE_OUT_OF_RANGE', argument: 'first' },
    { code: 'CURSOR_MALFORMED', argument: 'after' },
  ]);
});

test('an expected no is data, in the language of the caller', async () => {
  const query = 'mutation { kurApply(amount: 11) { loan refusal { code message path } } }';
  expect((await ask(query)).data).toEqual({
    kurApply: { loan: null, refusal: { code: 'TOO_MUCH', message: 'At most 10.', path: ['amount'] } },
  });
  expect((await ask('mutation { kurApply(amount: 9) { loan refusal { code } } }')).data).toEqual({
    kurApply: { loan: 'loan of 9', refusal: null },
  });
});

test('a bug is masked behind an id under which the log explains it', async () => {
  logged.length = 0;
  const { data, errors } = await ask('{ kurBroken kurMine }', { subject: 'p' });
  expect(data).toEqual({ kurBroken: null, kurMine: 'p' });
  expect(JSON.stringify(errors)).not.toContain('password');
  const { code, errorId } = errors?.[0]?.extensions ?? {};
  expect([code, errors?.[0]?.path]).toEqual(['INTERNAL_SERVER_ERROR', ['kurBroken']]);
  expect(logged).toEqual([`a resolver failed (${errorId}): Error: password of the database`]);
});

test('work ends when the time that the gateway gave is over', async () => {
  const slow = '{"query":"{ kurSlow }"}';
  const headers = { ...json, 'x-deadline-ms': '100', ...(await gateway.sign({ address, body: slow })) };
  const response = await send(headers, slow);
  expect(JSON.stringify(await response.json())).toContain('REQUEST_OVER');
  await expect.poll(() => aborted).toEqual(['slow']);
});

test('what is too large, elsewhere or of another kind is refused', async () => {
  const large = 'x'.repeat(3 * 1024 * 1024 + 1);
  const statusOf = async (sent: Promise<Response>) => (await sent.catch(() => ({ status: 413 }))).status;
  expect(await statusOf(send({ ...json, ...(await gateway.sign({ address, body: large })) }, large))).toBe(413);
  expect(await statusOf(send(json, body, '/other'))).toBe(404);
  expect((await fetch(`http://127.0.0.1:${subgraph.port}/graphql`)).status).toBe(405);
  const bomb = JSON.stringify({ query: `{ ${'kurMine '.repeat(10_000)} }` });
  const bombed = await send({ ...json, ...(await gateway.sign({ address, body: bomb })) }, bomb);
  expect(await bombed.text()).toContain('more that 10000 tokens');
});

test('health says whether it lives, and whether it can serve', async () => {
  const health = async (path: string) => (await fetch(`http://127.0.0.1:${subgraph.port}/health/${path}`)).status;
  expect([await health('live'), await health('ready')]).toEqual([200, 200]);
  isReady = false;
  expect([await health('live'), await health('ready')]).toEqual([200, 503]);
  isReady = true;
});

test('a subscription goes on until its client leaves', async () => {
  const query = '{"query":"subscription { kurTicks }"}';
  const headers = { ...json, accept: 'text/event-stream', ...(await gateway.sign({ address, body: query })) };
  const leaving = new AbortController();
  const response = await fetch(`http://127.0.0.1:${subgraph.port}/graphql`, {
    method: 'POST',
    headers,
    body: query,
    signal: leaving.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('"kurTicks":3')) text += (await reader?.read())?.value ?? '';
  leaving.abort();
  await expect.poll(() => closed).toBe(true);
});

test.each([
  ['ADDRESS', { GATEWAY_KEYS: 'https://graph.example/keys' }],
  ['GATEWAY_KEYS', { ADDRESS: address, GATEWAY_KEYS: 'none' }],
])('a start without %s says so', async (name, env) => {
  await expect(startSubgraph({ name: 'kur', typeDefs, resolvers, env })).rejects.toThrow(`${name} must be a URL`);
});
