import { generateKeyPairSync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase } from '../../tests/testkit/database.ts';
import { compose, type Stack, startStack } from '../testkit/stack.ts';
import { type Subgraph, startSubgraph } from '../testkit/subgraph.ts';
import { sentDataIn } from './sent-data.ts';
import { type SentEntry, SentLog } from './sent-log.ts';

const SITI = '018d0000-0000-7000-8000-000000000501';
const BUDI = '018d0000-0000-7000-8000-000000000502';
const COUNTS_SECRET = randomBytes(32).toString('base64url');
const signing = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const PARTNER_KEYS = JSON.stringify({ signing: [signing], subjects: randomBytes(32).toString('base64url') });

let bank: Subgraph;
let stack: Stack;
let database: pg.Pool;
let asked = 0;
beforeAll(async () => {
  bank = await startSubgraph({
    typeDefs: `type Query { kurOffers: Int }
      type Participant @key(fields: "id") { id: ID! workStatus: String @external wage: Wage @external
        kur: String @requires(fields: "workStatus wage { amount }") kurName: String }
      type Wage @shareable { amount: Int }`,
    resolvers: {
      Participant: {
        __resolveReference: (reference: object) => reference,
        kur: ({ workStatus }: { workStatus: string }) => `offers for ${workStatus}`,
        kurName: () => 'a name',
      },
    },
    intercept() {
      asked += 1;
      return false;
    },
  });
  const office = {
    typeDefs: `type Query { people: [Participant!]! }
      type Participant @key(fields: "id") { id: ID! workStatus: String wage: Wage }
      type Wage @shareable { amount: Int }`,
    resolvers: {
      Query: { people: () => [SITI, BUDI].map((id) => ({ id })) },
      Participant: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        workStatus: ({ id }: { id: string }) => (id === SITI ? 'ENTREPRENEUR' : null),
        wage: () => ({ amount: 5 }),
      },
    },
  };
  const databaseUrl = await createDatabase('gateway');
  database = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const env = { PARTNER_KEYS, COUNTS_SECRET, RATE_LIMIT_DATABASE_URL: databaseUrl };
  stack = await startStack({ subgraphs: { office }, env });
  const supergraph = compose({ office: stack.subgraph('office'), kur: bank });
  expect((await stack.gateway.revisions.take(supergraph, { name: 'registry' })).refusal).toBeUndefined();
});
afterAll(async () => {
  await stack.stop();
  await database.end();
  await bank.stop();
});
beforeEach(() => {
  asked = 0;
});

const next = async (done: readonly string[] = [], secret = COUNTS_SECRET) => {
  const response = await fetch(new URL('/supergraph/counts/sent', stack.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ done }),
  });
  return response.ok ? ((await response.json()) as { sent: SentEntry[] }).sent : response.status;
};

test('what a partner is sent of people by @requires is told to the registry, until it says that it has it', async () => {
  const { data } = await stack.ask('{ people { id kur } }');
  expect(data).toEqual({
    people: [
      { id: SITI, kur: 'offers for ENTREPRENEUR' },
      { id: BUDI, kur: 'offers for null' },
    ],
  });
  const sent = (await next()) as SentEntry[];
  const entry = { id: expect.any(String), at: expect.any(String), subgraph: 'kur', requestId: expect.any(String) };
  expect(sent.toSorted((one, other) => (one.person < other.person ? -1 : 1))).toEqual([
    { ...entry, person: SITI, fields: ['wage.amount', 'workStatus'] },
    { ...entry, person: BUDI, fields: ['wage.amount'] },
  ]);
  expect(await next()).toEqual(sent);
  expect(await next(sent.map(({ id }) => id))).toEqual([]);
  expect(await next([], 'x'.repeat(43))).toBe(404);
});

test('a partner that is sent nothing but ids leaves no entry', async () => {
  await stack.ask('{ people { kurName } }');
  expect([asked, await next()]).toEqual([1, []]);
});

test('what cannot be written down is not sent', async () => {
  await database.query('alter table sent_data rename to elsewhere');
  const { data, errors } = await stack.ask('{ people { id kur } }');
  await database.query('alter table elsewhere rename to sent_data');
  expect([asked, (data as { people: { kur: null }[] }).people.map(({ kur }) => kur)]).toEqual([0, [null, null]]);
  expect(errors?.[0]?.extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
});

test('those who come while a statement is under way share the next one', async () => {
  const written: number[] = [];
  const begun: (() => void)[] = [];
  const log = new SentLog({
    add: (entries) => {
      written.push(entries.length);
      return new Promise((resolve) => begun.push(resolve));
    },
    oldest: async () => [],
    remove: async () => undefined,
    close: async () => undefined,
  });
  const data = [{ person: SITI, fields: ['workStatus'] }];
  const all = Array.from({ length: 50 }, (_, index) => log.record({ subgraph: 'kur', requestId: `${index}`, data }));
  begun.shift()?.();
  await expect.poll(() => written).toEqual([1, 49]);
  begun.shift()?.();
  await Promise.all(all);
});

test('lists and objects are named by their leaves, what is null by nothing', () => {
  const person = { __typename: 'Participant', id: SITI, jobs: [{ __typename: 'Job', title: 'a' }], wage: null };
  expect(sentDataIn([person, { __typename: 'Course', id: '1', title: 'b' }, null])).toEqual([
    { person: SITI, fields: ['jobs.title'] },
  ]);
});
