import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { leastBurdenOf } from './testkit/burden.ts';
import { flood, json, type Misbehaviour, nested, raw, status } from './testkit/hostile.ts';
import { people } from './testkit/people.ts';
import { type GraphqlAnswer, type Stack, startStack } from './testkit/stack.ts';

/** How `partner` misbehaves at the moment. */
let misbehave: Misbehaviour;
/** What `users` answers, if not what its resolvers say. */
let instead: Misbehaviour | undefined;
let stack: Stack;

const typeDefs = `
  scalar Rupiah scalar Date scalar DateTime scalar Geo scalar JSON
  enum Kind { OPEN CLOSED SECRET @inaccessible }
  type Query { offer: Offer offers: [Offer] }
  type Subscription { offered: Offer }
  type Offer {
    id: ID name: String count: Int ratio: Float isOpen: Boolean kind: Kind kinds: [Kind!]
    price: Rupiah day: Date at: DateTime geo: Geo extra: JSON place: Place any: Thing
  }
  type Place { city: String! }
  type Shop { name: String sells: Int }
  union Thing = Place | Shop
  type User @key(fields: "id") { id: ID! offers: [Offer!] nick: String best: Offer }`;

beforeAll(async () => {
  const intercepted = (how: () => Misbehaviour | undefined) => (_request: unknown, response: ServerResponse) => {
    how()?.(response);
    return how() !== undefined;
  };
  const users = { ...people().users, intercept: intercepted(() => instead) };
  const partner = { typeDefs, resolvers: {}, intercept: intercepted(() => misbehave) };
  stack = await startStack({ subgraphs: { users, partner }, env: { SUBGRAPH_TIMEOUT_MS: '1000' } });
  misbehave = behaves;
  for (const query of [whole, entities]) await stack.ask(query);
});
/** An answer before each test: after five silences in a row the gateway would leave `partner` alone. */
beforeEach(async () => {
  instead = undefined;
  misbehave = behaves;
  await stack.ask(whole);
  stack.log.length = 0;
});
afterAll(() => stack.stop());

const whole = '{ me { id name } offer { name } }';
const entities = '{ users { id name offers { name } } }';
const behaves = json({ data: { offer: null } });
const neighbour = { id: '1', name: 'name 1' };

const most = { heldMs: 250, grownMegabytes: 64 };

/** The answer, which must not have held up or filled the gateway. */
const ask = async (query: string, how: Misbehaviour): Promise<GraphqlAnswer> => {
  misbehave = how;
  const { answer, heldMs, grownMegabytes } = await leastBurdenOf(() => stack.ask(query), most);
  expect(heldMs).toBeLessThan(most.heldMs);
  expect(grownMegabytes).toBeLessThan(most.grownMegabytes);
  return answer;
};

const codesOf = ({ errors = [] }: GraphqlAnswer) => [...new Set(errors.map(({ extensions }) => extensions.code))];
const gigabyte = 2 ** 30;
const space = ' '.repeat(64 * 1024);
const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const manyObjects = `{"data":{"offer":{"name":"a","place":[${'{},'.repeat(500_000)}{}]}}}`;

test.each<[string, Misbehaviour]>([
  ['1 GB', flood(space, { bytes: gigabyte })],
  ['1 GB that it announces', flood(space, { bytes: gigabyte, headers: { 'content-length': String(gigabyte) } })],
  ['chunks without end', flood(space)],
  ['a gzip bomb', status(200, '', { 'content-encoding': 'gzip', 'content-length': '0' })],
  [
    'compressed text',
    (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('{"data":{"offer":{"name":"a"}}}'));
    },
  ],
  ['headers without end', raw(`HTTP/1.1 200 OK\r\n${`x-bomb: ${'b'.repeat(1000)}\r\n`.repeat(1000)}`)],
  ['no HTTP', raw('hello\r\n\r\n')],
  [
    'a body that breaks off',
    (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"data":', () => response.destroy());
    },
  ],
  ['a million lists', json(nested(1_000_000))],
  ['a million lists as data', json(`{"data":${nested(1_000_000)}}`)],
  ['a million lists for an object', json(`{"data":{"offer":${nested(1_000_000)}}}`)],
  ['a million lists for a leaf', json(`{"data":{"offer":{"name":${nested(1_000_000)}}}}`)],
  ['300,000 objects in each other', json(`{"data":{"offer":{"name":${nested(300_000, ['{"a":', '}'])}}}}`)],
  ['data that is a text', json({ data: 'all is well' })],
  ['data that is a list', json({ data: [{ offer: 1 }] })],
  ['data without the field', json({ data: { name: 'a' } })],
  ['data that is null, and no error', json({ data: null, errors: [] })],
  ['errors that are no list', json({ data: null, errors: { message: 'x' } })],
  ['nothing', status(204)],
  ['a redirect', status(301, '{"data":{"offer":{"name":"a"}}}', { location: 'http://127.0.0.1:1/' })],
  ['a redirect with data', status(308, '{"data":{"offer":{"name":"a"}}}', { location: '/graphql' })],
  ['401', status(401, '{"data":{"offer":{"name":"a"}}}')],
  ['500 and HTML', status(500, '<html>stack trace</html>')],
  ['503', status(503, '{"data":{"offer":{"name":"a"}}}')],
  ['something after the answer', json('{"data":{"offer":{"name":"a"}}} x')],
  ['a text that is not UTF-8', json(Buffer.from('{"data":{"offer":{"name":"\xe9\xff"}}}', 'latin1'))],
])('a subgraph that answers %s costs its own fields only', { retry: 2 }, async (_name, how) => {
  const answer = await ask(whole, how);
  expect(answer.data).toEqual({ me: neighbour, offer: null });
  expect(answer.errors).toEqual([
    {
      message: 'Subgraph "partner" is unavailable.',
      path: ['offer'],
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'partner' },
    },
  ]);
});

const drip =
  (everyMs: number): Misbehaviour =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), everyMs);
    response.once('close', () => clearInterval(timer));
  };

test.each<[string, Misbehaviour]>([
  ['before its headers', () => undefined],
  ['after its headers', (response) => response.writeHead(200).flushHeaders()],
  ['between bytes', drip(20)],
])('a subgraph that is silent %s is cut off at its time-out', async (_name, how) => {
  const answer = await ask(whole, how);
  expect([answer.data, codesOf(answer)]).toEqual([{ me: neighbour, offer: null }, ['SUBGRAPH_TIMEOUT']]);
});

test('chunks of one byte do not fill the memory', { retry: 2 }, async () => {
  const { data } = await ask(whole, raw(`${head}transfer-encoding: chunked\r\n\r\n${'1\r\n \r\n'.repeat(2_000_000)}`));
  expect(data).toEqual({ me: neighbour, offer: null });
});

test('a byte-order mark is skipped, and of equal keys the last one counts', async () => {
  const answer = await ask(whole, json('\ufeff{"data":{"offer":{"name":"a","name":"b"}}}'));
  expect(answer).toEqual({ data: { me: neighbour, offer: { name: 'b' } } });
});

test('so many objects that joining them would take long are refused', async () => {
  const answer = await ask('{ me { id name } offer { name place { city } } }', json(manyObjects));
  expect([answer.data, codesOf(answer)]).toEqual([{ me: neighbour, offer: null }, ['SUBGRAPH_UNAVAILABLE']]);
});

const wrongLeaves: [string, unknown[]][] = [
  ['id', [{}, [], true, 1.5, 2 ** 53]],
  ['name', [{}, ['a'], 1, false]],
  ['count', [{ valueOf: 1, toString: 1 }, [1], '1', 1.5, 2 ** 31, -(2 ** 31) - 1, true]],
  ['ratio', [{}, [0.5], '0.5', true]],
  ['isOpen', [{}, [], 0, 'true']],
  ['kind', [{}, ['OPEN'], 1, 'MAYBE', 'SECRET', '__proto__', 'constructor']],
  ['price', [{}, [1], '1000', 0.5, 2 ** 53]],
  ['day', [{}, 20_261_121, '21-11-2026', '2026-13-01', '2026-11-21T09:00:00Z', '']],
  ['at', [{}, 1_700_000_000, '2026-11-21', '2026-11-21T09:00:00', '2026-11-21 09:00:00Z', 'now']],
  ['geo', [{ lat: 1 }, [1, 2]]],
];

test.each(wrongLeaves)(
  'a wrong value for %s is null, with an error that names coordinate and path',
  async (field, values) => {
    const offers = [...values.map((value) => ({ [field]: value })), ...(field === 'ratio' ? ['INFINITY'] : [])];
    const text = JSON.stringify({ data: { offers } }).replace('"INFINITY"', '{"ratio":1e999}');
    const answer = await ask(`{ me { id name } offers { ${field} } }`, json(text));
    expect(answer.data).toEqual({ me: neighbour, offers: offers.map(() => ({ [field]: null })) });
    const error = (index: number) => ({
      message: `Offer.${field} was answered with a value of another type.`,
      path: ['offers', index, field],
      extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
    });
    expect(answer.errors).toEqual(offers.map((_, index) => error(index)));
  },
);

test('right values pass as they are', async () => {
  const offer = {
    id: '1',
    name: 'Siti \u{1f600}',
    count: -(2 ** 31),
    ratio: 1e-7,
    isOpen: false,
    kind: 'OPEN',
    kinds: ['CLOSED', 'OPEN'],
    price: 2 ** 53 - 1,
    day: '2028-02-29',
    at: '2026-11-21T09:00:00.123+07:00',
    geo: 'POINT(1 2)',
    extra: { a: [1, { b: null }] },
  };
  const answer = await ask(`{ offer { ${Object.keys(offer).join(' ')} } }`, json({ data: { offer } }));
  expect(answer).toEqual({ data: { offer } });
});

test('what is no object, or an object of a type that cannot stand there, is null with an error', async () => {
  const offers = [7, 'text', true, { place: 'Bandung' }, { place: [] }, { any: { __typename: 'Offer', name: 'x' } }];
  const typenames = [{}, { toString: 1 }, 5, null, 'Query', '__proto__', 'Nothing'].map((name) => ({
    any: { __typename: name },
  }));
  const query =
    '{ me { id name } offers { place { city } any { __typename ... on Shop { name sells } ... on Place { city } } } }';
  const answer = await ask(query, json({ data: { offers: [...offers, ...typenames] } }));
  const empty = { place: null, any: null };
  expect(answer.data).toEqual({
    me: neighbour,
    offers: [null, null, null, ...Array.from({ length: 10 }, () => empty)],
  });
  expect(codesOf(answer)).toEqual(['SUBGRAPH_UNAVAILABLE']);
});

test('a subgraph cannot answer for another, or change whom the next one is asked about', async () => {
  const more = { me: { id: '2', name: 'false' }, users: [], __typename: 'Mutation', constructor: { name: 'x' } };
  expect(await ask(whole, json({ data: { offer: { name: 'a', id: '9', more }, ...more } }))).toEqual({
    data: { me: neighbour, offer: { name: 'a' } },
  });
  const stranger = { __typename: 'User', id: '2', name: 'false', offers: [{ name: 'a', count: 1 }] };
  const answer = await ask(entities, json({ data: { _entities: [stranger, stranger], users: null } }));
  const user = (id: string) => ({ id, name: `name ${id}`, offers: [{ name: 'a' }] });
  expect(answer).toEqual({ data: { users: [user('1'), user('2')] } });
});

test.each([
  ['more entities than asked', [{}, {}, {}]],
  ['fewer', [{ offers: [] }]],
  ['none', null],
  ['an object of them', { 0: {}, 1: {}, length: 2 }],
  ['entities of another type', [{ __typename: 'Offer', offers: [] }, null]],
  ['entities that are no objects', [{ offers: [] }, 'text']],
])('%s are no answer', async (_name, _entities) => {
  const answer = await ask(entities, json({ data: { _entities } }));
  expect(answer.data).toEqual({ users: ['1', '2'].map((id) => ({ id, name: `name ${id}`, offers: null })) });
  expect(answer.errors?.map(({ path }) => path?.join('.'))).toEqual(['users.0.offers', 'users.1.offers']);
});

test('entities that are null are null where they stand', async () => {
  const answer = await ask(entities, json({ data: { _entities: [null, { offers: [{ name: 'a' }] }] } }));
  expect(answer.data?.users).toMatchObject([{ offers: null }, { offers: [{ name: 'a' }] }]);
});

test('keys that reach a prototype pollute nothing, wherever they stand', async () => {
  for (const key of ['__proto__', 'constructor', '\\u005f_proto__', '__pr\\u006Fto\\u005F_']) {
    const bad = `"${key}":{"prototype":{"polluted":1},"polluted":1}`;
    const error = `{"message":"m",${bad},"path":["offer","${key}","polluted"],"extensions":{${bad},"code":"FORBIDDEN"}}`;
    const text = `{${bad},"data":{${bad},"offer":{"name":"a",${bad},"extra":{${bad},"b":1}}},"errors":[${error}],"extensions":{${bad}}}`;
    const { data, errors } = await ask('{ offer { name extra } }', json(text));
    const extra: unknown =
      key === 'constructor' ? { b: 1, constructor: { prototype: { polluted: 1 }, polluted: 1 } } : { b: 1 };
    expect(data).toEqual({ offer: { name: 'a', extra } });
    expect(errors).toEqual([{ message: 'm', path: ['offer'], extensions: { code: 'FORBIDDEN', subgraph: 'partner' } }]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  }
});

const forbidden = (error: object) => ({ message: 'No.', extensions: { code: 'FORBIDDEN' }, ...error });

test('of thousands of errors a client sees a few, short ones, at places that were asked', async () => {
  const long = 'x'.repeat(100_000);
  const errors = Array.from({ length: 5000 }, () => forbidden({ path: ['offer', 'name'] }));
  const many = await ask(whole, json({ data: { offer: { name: 'a' } }, errors }));
  expect([many.data?.me, many.errors?.length]).toEqual([neighbour, 100]);
  const huge = [
    forbidden({ message: `a\u0000b\u202ec\nd\u2028${long}` }),
    forbidden({ path: ['offer', long, 'name'] }),
    forbidden({ path: Array.from({ length: 50_000 }, () => 'offer') }),
    forbidden({ path: ['me', 'name'] }),
    forbidden({ path: { length: 1 }, extensions: { code: 'CODE_OF_MINE', argument: long, subgraph: 'users' } }),
    forbidden({ extensions: { code: `${'A_'.repeat(50_000)}A`, argument: 'a', errorId: long, stack: long } }),
  ];
  const { data, errors: shown } = await ask(whole, json({ data: { offer: null }, errors: huge, extensions: { long } }));
  expect(data).toEqual({ me: neighbour, offer: null });
  expect(JSON.stringify(shown).length).toBeLessThan(3000);
  expect(shown?.[0]?.message.startsWith('a bc d xxx')).toBe(true);
  expect(new Set(shown?.map(({ path }) => path?.[0]))).toEqual(new Set(['offer']));
});

test('errors of entities that were not asked are not laid at their door', async () => {
  const paths = [
    ['_entities', 7, 'offers'],
    ['_entities', -1],
    ['_entities', 'x'],
    ['users', 0, 'name'],
    ['_entities'],
  ];
  const { data, errors } = await ask(
    entities,
    json({ data: { _entities: [null, null] }, errors: paths.map((path) => forbidden({ path })) }),
  );
  expect(data?.users).toHaveLength(2);
  expect(new Set(errors?.map(({ path }) => path?.join('.')))).toEqual(new Set(['users']));
});

test('the errors of an entity that stands in thousands of places are bounded', async () => {
  instead = json({ data: { users: Array.from({ length: 20_000 }, () => ({ __typename: 'User', id: '1' })) } });
  const errors = Array.from({ length: 100 }, () => forbidden({ path: ['_entities', 0, 'nick'] }));
  const answer = await ask('{ users { id nick } }', json({ data: { _entities: [null] }, errors }));
  expect(answer.data?.users).toHaveLength(20_000);
  expect(answer.errors).toEqual([
    { message: 'No.', path: ['users'], extensions: { code: 'FORBIDDEN', subgraph: 'partner' } },
  ]);
});
