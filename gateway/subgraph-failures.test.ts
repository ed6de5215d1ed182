import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

/** How `reviews` misbehaves at the moment. */
let misbehave: ((response: ServerResponse) => void) | undefined;
let stack: Stack;

beforeAll(async () => {
  const { users, reviews } = people();
  const intercept = (_request: unknown, response: ServerResponse) => {
    const how = misbehave;
    how?.(response);
    return how !== undefined;
  };
  stack = await startStack({
    subgraphs: { users, reviews: { ...reviews, intercept } },
    env: { SUBGRAPH_TIMEOUT_MS: '300' },
  });
});
beforeEach(() => {
  misbehave = undefined;
});
afterAll(() => stack.stop());

const query = '{ me { name reviews { stars } } }';
const healthy = { data: { me: { name: 'name 1', reviews: [{ stars: 1 }] } } };
const json = (body: unknown) => (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};
const without = (code: string, message: string) => ({
  data: { me: { name: 'name 1', reviews: null } },
  errors: [{ message, path: ['me', 'reviews'], extensions: { code, subgraph: 'reviews' } }],
});
const unavailable = without('SUBGRAPH_UNAVAILABLE', 'Subgraph "reviews" is unavailable.');

test('a subgraph that is down costs its own fields, and heals without the gateway', async () => {
  await stack.subgraph('reviews').stop();
  const answer = await stack.ask(query);
  expect(answer).toEqual(unavailable);
  expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|ECONN|stack|:\d{4,5}/);
  await stack.subgraph('reviews').restart();
  expect(await stack.ask(query)).toEqual(healthy);
});

test('a subgraph that is restarted between two queries costs nothing, though its connections were kept', async () => {
  expect(await stack.ask(query)).toEqual(healthy);
  await stack.subgraph('reviews').stop();
  await stack.subgraph('reviews').restart();
  expect(await stack.ask(query)).toEqual(healthy);
});

test('a query whose kept connection was closed under it is sent once more', async () => {
  misbehave = (response) => {
    misbehave = undefined;
    response.destroy();
  };
  expect(await stack.ask(query)).toEqual(healthy);
});

test('a slow subgraph costs its own fields, after its time-out', async () => {
  misbehave = () => undefined;
  let leastMs = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && leastMs >= 1000; tries += 1) {
    const startedAt = performance.now();
    expect(await stack.ask(query)).toEqual(without('SUBGRAPH_TIMEOUT', 'Subgraph "reviews" did not answer in time.'));
    leastMs = Math.min(leastMs, performance.now() - startedAt);
  }
  expect(leastMs).toBeLessThan(1000);
});

test('a subgraph that answers slowly for ever is cut off at its time-out', async () => {
  misbehave = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(drip));
  };
  expect(await stack.ask(query)).toEqual(without('SUBGRAPH_TIMEOUT', 'Subgraph "reviews" did not answer in time.'));
});

test.each([
  ['no JSON', json('<html>oops</html>')],
  ['an empty body', json('')],
  ['an array', json([])],
  ['data of another type', json({ data: 'all is well' })],
  ['neither data nor errors', json({ ok: true })],
  ['fewer entities than asked', json({ data: { _entities: [] } })],
  ['entities that are no list', json({ data: { _entities: { reviews: [] } } })],
  ['a refused caller', (response: ServerResponse) => response.writeHead(401).end('{"errors":[{"message":"no"}]}')],
  ['a bad gateway', (response: ServerResponse) => response.writeHead(502).end('{"data":null}')],
  ['a connection that breaks', (response: ServerResponse) => response.destroy()],
])('a subgraph that answers %s costs its own fields', async (_name, how) => {
  misbehave = how;
  expect(await stack.ask(query)).toEqual(unavailable);
});

test('values of another type than the schema says become null, with an error at their place', async () => {
  misbehave = json({ data: { _entities: [{ __typename: 'User', reviews: [{ stars: 'many' }, 7, { stars: 3 }] }] } });
  const { data, errors } = await stack.ask(query);
  expect(data).toEqual({ me: { name: 'name 1', reviews: null } });
  expect(errors?.[0]).toEqual({
    message: 'Review.stars was answered with a value of another type.',
    path: ['me', 'reviews', 0, 'stars'],
    extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
  });
  expect(errors?.[1]?.path).toEqual(['me', 'reviews', 1]);
});

test('an answer beyond the size cap is dropped', async () => {
  misbehave = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    const pump = () => {
      for (let sent = 0; sent < 32 && !response.destroyed; sent++) response.write(chunk);
      response.end('{"data":{}}');
    };
    pump();
  };
  expect(await stack.ask(query)).toEqual(unavailable);
  expect(stack.log.some(({ details }) => String(details.reason).includes('more than 2097152 bytes'))).toBe(true);
});

test('a __proto__ key in an answer, escaped or not, pollutes nothing', async () => {
  for (const key of ['__proto__', '\\u005f_proto__', '__pr\\u006fto__']) {
    const review = `{"stars":1,"${key}":{"polluted":"yes"}}`;
    misbehave = json(
      `{"data":{"_entities":[{"__typename":"User","${key}":{"polluted":"yes"},"reviews":[${review}]}],"${key}":{"polluted":"yes"}}}`,
    );
    expect(await stack.ask(query)).toEqual(healthy);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  }
});

test("a subgraph's known refusal passes with its message, everything else is masked under an id in the log", async () => {
  const failing = (error: object) =>
    json({ data: { _entities: [null] }, errors: [{ path: ['_entities', 0, 'reviews'], ...error }] });
  misbehave = failing({ message: 'Not yours.', extensions: { code: 'FORBIDDEN', stacktrace: ['at secret.ts:1'] } });
  expect((await stack.ask(query)).errors).toEqual([
    { message: 'Not yours.', path: ['me', 'reviews'], extensions: { code: 'FORBIDDEN', subgraph: 'reviews' } },
  ]);
  misbehave = failing({ message: 'No region "99".', extensions: { code: 'REGION_UNKNOWN', argument: 'code' } });
  expect((await stack.ask(query)).errors?.[0]).toMatchObject({
    message: 'No region "99".',
    extensions: { code: 'REGION_UNKNOWN', argument: 'code', subgraph: 'reviews' },
  });
  misbehave = failing({ message: 'duplicate key value violates "review_pk"', extensions: { code: 'P2002' } });
  const { errors } = await stack.ask(query);
  const errorId = errors?.[0]?.extensions.errorId;
  expect(errors).toEqual([
    {
      message: 'Internal server error.',
      path: ['me', 'reviews'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
    },
  ]);
  expect(stack.log.find(({ details }) => details.errorId === errorId)?.details.err).toMatchObject({
    message: 'duplicate key value violates "review_pk"',
  });
});

test('an entity that a subgraph nulls bubbles to the nearest nullable parent', async () => {
  misbehave = json({ data: { _entities: [{ __typename: 'User', score: 10 }, null] } });
  const { data, errors } = await stack.ask('{ me { id } strictUsers { list { name score } } }');
  expect(data).toEqual({ me: { id: '1' }, strictUsers: null });
  expect(errors).toEqual([
    {
      message: 'An item of StrictUsers.list is missing and cannot be null.',
      path: ['strictUsers', 'list', 1],
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    },
  ]);
});

test('it bubbles the same through fragments, and up to null data where no parent may be null', async () => {
  misbehave = json({ data: { _entities: [{ __typename: 'User', score: 10 }, null] } });
  const fragments =
    '{ strictUsers { list { ...Scored } } } fragment Scored on User { ... on Node { id } ... { score } name }';
  expect((await stack.ask(fragments)).data).toEqual({ strictUsers: null });
  const { data, errors } = await stack.ask('{ me { id } users { name score } }');
  expect(data).toBeNull();
  expect(errors?.map(({ path }) => path)).toEqual([['users', 1]]);
});

test('a mandatory field of a subgraph that is down nulls its parent, with one error that says why', async () => {
  misbehave = (response) => response.destroy();
  const { data, errors } = await stack.ask('{ me { name score } strictUsers { list { id } } }');
  expect(data).toEqual({ me: null, strictUsers: { list: [{ id: '1' }, { id: '2' }] } });
  expect(errors).toEqual([
    {
      message: 'Subgraph "reviews" is unavailable.',
      path: ['me', 'score'],
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'reviews' },
    },
  ]);
});

test('a mutation is sent once only, even when its connection breaks', async () => {
  const { users, reviews } = people();
  const breaking = await startStack({
    subgraphs: { users: { ...users, intercept: (_request, response) => Boolean(response.destroy()) }, reviews },
  });
  const { data, errors } = await breaking.ask('mutation { rename(id: "1", name: "x") { id } }');
  expect([data, errors?.[0]?.path]).toEqual([{ rename: null }, ['rename']]);
  expect(breaking.subgraph('users').calls).toHaveLength(1);
  await breaking.stop();
});

test('the whole request has a deadline, beyond which no subgraph is asked', async () => {
  const { users, reviews } = people();
  const intercept = (_request: unknown, response: ServerResponse) => {
    void sleep(250).then(() => json({ data: { me: { __typename: 'User', id: '1', name: 'late' } } })(response));
    return true;
  };
  const slow = await startStack({
    subgraphs: { users: { ...users, intercept }, reviews },
    env: { REQUEST_TIMEOUT_MS: '200', SUBGRAPH_TIMEOUT_MS: '5000' },
  });
  const { data, errors } = await slow.ask(query);
  expect(data).toEqual({ me: null });
  expect(errors?.[0]?.extensions).toEqual({ code: 'SUBGRAPH_TIMEOUT', subgraph: 'users' });
  expect(slow.subgraph('reviews').calls).toHaveLength(0);
  await slow.stop();
});

const overloaded = (subgraph: string, text: string, retryAfterSeconds = 7) => ({
  message: text,
  path: ['me', ...(subgraph === 'reviews' ? ['reviews'] : [])],
  extensions: { code: 'OVERLOADED', subgraph, retryAfterSeconds },
});
const tooMuch = 'Subgraph "reviews" has too much to do right now.';

test('a subgraph that answers 503 with Retry-After costs its own fields, and says when to come again', async () => {
  misbehave = (response) => response.writeHead(503, { 'retry-after': '7' }).end();
  const answer = await stack.ask(query);
  expect(answer).toEqual({
    data: { me: { name: 'name 1', reviews: null } },
    errors: [overloaded('reviews', tooMuch)],
  });
});

test.each([
  ['7', 503, '7'],
  ['soon', 200, null],
])(
  'an operation of which nothing was done is answered as its subgraph did, Retry-After: %s',
  async (header, status, retryAfter) => {
    const { users, reviews } = people();
    const intercept = (_request: unknown, response: ServerResponse) => {
      response.writeHead(503, { 'retry-after': header }).end();
      return true;
    };
    const other = await startStack({ subgraphs: { users: { ...users, intercept }, reviews } });
    const response = await other.post({ query: '{ me { name } }' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
    await other.stop();
  },
);

test('an error of the subgraph with this code passes with its seconds, whatever else it says is left out', async () => {
  const extensions = { code: 'OVERLOADED', retryAfterSeconds: 7, table: 'participant' };
  const error = { message: 'Too many are served right now; try again in 7 s.', path: ['_entities', 0, 'reviews'] };
  misbehave = json({ data: { _entities: [null] }, errors: [{ ...error, extensions }] });
  const { errors } = await stack.ask(query);
  expect(errors).toEqual([overloaded('reviews', error.message)]);
  misbehave = json({
    data: { _entities: [null] },
    errors: [{ ...error, extensions: { ...extensions, retryAfterSeconds: '<b>' } }],
  });
  const { errors: others } = await stack.ask(query);
  expect(others?.[0]?.extensions).toEqual({ code: 'OVERLOADED', subgraph: 'reviews' });
});
