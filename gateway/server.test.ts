import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
let production: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people() });
  production = await startStack({ subgraphs: people(), env: { NODE_ENV: 'production', TRUSTED_DOCUMENTS: 'off' } });
});
afterAll(async () => {
  await stack.stop();
  await production.stop();
});

const page = { headers: { accept: 'text/html,application/xhtml+xml' } };
const at = (path: string) => stack.url.replace('/graphql', path);

test('the root leads to the explorer, health is answered, anything else is not found', async () => {
  const root = await fetch(at('/'), { redirect: 'manual' });
  expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
  expect((await fetch(at('/health/live'))).status).toBe(200);
  expect((await fetch(at('/health/ready'))).status).toBe(200);
  expect((await fetch(at('/metrics'))).status).toBe(404);
});

test('one request id goes to the client, the subgraphs and the access log', async () => {
  const given = await stack.post({ query: 'query Mine { me { name } }' }, { 'x-request-id': 'client-id-0001' });
  await given.text();
  expect(given.headers.get('x-request-id')).toBe('client-id-0001');
  expect(stack.subgraph('users').calls.at(-1)?.headers['x-request-id']).toBe('client-id-0001');
  await expect
    .poll(() => stack.log.filter(({ details }) => details.requestId === 'client-id-0001').map(({ details }) => details))
    .toMatchObject([{ operation: 'Mine', kind: 'query', method: 'POST', status: 200, isComplete: true }]);
  const forged = await stack.post({ query: '{ me { name } }' }, { 'x-request-id': 'not an id' });
  await forged.text();
  expect(forged.headers.get('x-request-id')).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

test('x-trace shows each subgraph call in start order, but not in production', async () => {
  const query = '{ me { name score } }';
  const headers = { 'x-trace': '1' };
  const { extensions } = await stack.ask(query, { headers });
  expect(extensions?.subgraphs?.map(({ subgraph, statements }) => [subgraph, statements])).toEqual([
    ['users', 2],
    ['reviews', 2],
  ]);
  expect(extensions?.subgraphs?.every(({ durationMs }) => durationMs > 0)).toBe(true);
  expect((await production.ask(query, { headers })).extensions).toBeUndefined();
  expect((await stack.ask(query)).extensions).toBeUndefined();
});

test('production hides the schema: no introspection, no suggestions, no explorer', async () => {
  const { errors } = await production.ask('{ __schema { types { name } } }');
  expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  const misspelt = '{ me { nam } }';
  expect((await stack.ask(misspelt)).errors?.[0]?.message).toContain('Did you mean "name"');
  expect((await production.ask(misspelt)).errors?.[0]?.message).toBe('Cannot query field "nam" on type "User".');
  expect((await fetch(production.url, page)).headers.get('content-type')).toContain('json');
  expect((await fetch(`${production.url}/explorer/anything/graphiql.js`)).status).toBe(404);
});

const long = `{ me { id } } #${'x'.repeat(64 * 1024)}`;
const nested = (depth: number) => `{ ${'a { '.repeat(depth - 1)}b${' }'.repeat(depth - 1)} }`;

test.each([
  ['documentLength', 413, long],
  ['tokens', 400, `{ ${'me { id } '.repeat(500)} }`],
  ['depth', 400, nested(13)],
  ['aliases', 400, `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: me { id }`).join(' ')} }`],
  ['aliases', 400, `{ me { ...A } } fragment A on User { ${'...B '.repeat(31)} } fragment B on User { other: id }`],
  ['directives', 400, `{ me { id ${'@include(if: true) '.repeat(51)} } }`],
])('a document beyond the limit of %s is refused', async (limit, status, query) => {
  const response = await stack.post({ query });
  const { errors } = (await response.json()) as { errors: { extensions: object }[] };
  expect(response.status).toBe(status);
  expect(errors[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_LARGE', limit });
});

test('documents at the limits are executed', async () => {
  const aliases = Array.from({ length: 30 }, (_, index) => `a${index}: me { id }`).join(' ');
  expect((await stack.ask(`{ ${aliases} }`)).errors).toBeUndefined();
  expect((await stack.ask(nested(12))).errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

test.each([
  ['anonymous', 256],
  ['with a token', 2048],
])('a body of more than %s may send is refused with 413, announced or not: %i KiB', async (who, kilobytes) => {
  const maximum = kilobytes * 1024;
  const body = JSON.stringify({ query: '{ me { id } }', variables: { padding: 'x'.repeat(maximum) } });
  const token = await stack.issuer.sign({ sub: 'siti' });
  const headers: Record<string, string> = who === 'anonymous' ? {} : { authorization: `Bearer ${token}` };
  const announced = await post(body, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  const chunked = await post(body, headers);
  for (const { status, text } of [announced, chunked]) {
    expect(status).toBe(413);
    expect(JSON.parse(text).errors[0].extensions).toEqual({ code: 'QUERY_TOO_LARGE', limit: 'bodyBytes', maximum });
  }
});

const post = (body: string, headers: Record<string, string>) =>
  new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const isAnnounced = 'content-length' in headers;
    const all = { 'content-type': 'application/json', ...headers };
    const sent = httpRequest(stack.url, { method: 'POST', headers: all });
    sent.on('error', reject);
    sent.on('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      resolve({ status: response.statusCode, text });
    });
    if (!isAnnounced) sent.write(body.slice(0, 10));
    sent.end(isAnnounced ? body : body.slice(10));
  });

test('wrong variables are refused as bad input, naming the variable', async () => {
  const { errors, data } = await stack.ask('query ($id: ID!) { node(id: $id) { id } }', { variables: {} });
  expect(data).toBeUndefined();
  expect(errors?.[0]?.message).toContain('$id');
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

test('an unknown operation name and an ambiguous document are refused', async () => {
  const query = 'query A { me { id } } query B { users { id } }';
  expect((await stack.ask(query, { operationName: 'C' })).errors?.[0]?.message).toBe('There is no operation "C".');
  expect((await stack.ask(query)).errors?.[0]?.message).toContain('operationName');
  expect((await stack.ask(query, { operationName: 'A' })).data).toEqual({ me: { id: '1' } });
  expect((await stack.ask(query, { operationName: 'B' })).data).toEqual({ users: [{ id: '1' }, { id: '2' }] });
});

test('another method, another path of content and an unknown accept type have their own status', async () => {
  expect((await fetch(stack.url, { method: 'DELETE' })).status).toBe(405);
  expect((await stack.post('{ me { id } }', { 'content-type': 'application/graphql' })).status).toBe(415);
  expect((await stack.post({ query: '{ me { id } }' }, { accept: 'image/png' })).status).toBe(406);
  expect((await stack.post([{ query: '{ me { id } }' }])).status).toBe(400);
});

test('stopping finishes the request in flight', async () => {
  const { users, reviews } = people();
  const slow = await startStack({
    subgraphs: {
      users: {
        ...users,
        intercept: (_request, response) => {
          setTimeout(() => response.end('{"data":{"me":{"id":"1"}}}'), 200);
          return true;
        },
      },
      reviews,
    },
  });
  const answer = slow.ask('{ me { id } }');
  await expect.poll(() => slow.subgraph('users').calls.length).toBe(1);
  const startedAt = performance.now();
  const stopped = slow.gateway.stop(5000);
  expect(await answer).toEqual({ data: { me: { id: '1' } } });
  await stopped;
  // It does not wait for all the time that it was given.
  expect(performance.now() - startedAt).toBeLessThan(4000);
  await expect(fetch(slow.url)).rejects.toThrow();
  await Promise.all([slow.subgraph('users').stop(), slow.subgraph('reviews').stop(), slow.issuer.remove()]);
});
