import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leastCpuMs } from './testkit/burden.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ subgraphs: people() });
});
afterAll(() => stack.stop());

test('introspection mixed with data answers both', async () => {
  const query = `
    query Mixed($name: String!) {
      __typename
      ...Meta
      me { id }
    }
    fragment Meta on Query { type: __type(name: $name) { name } __schema { queryType { name } } users { id } }`;
  const { data, errors } = await stack.ask(query, { variables: { name: 'User' } });
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    __typename: 'Query',
    type: { name: 'User' },
    __schema: { queryType: { name: 'Query' } },
    me: { id: '1' },
    users: [{ id: '1' }, { id: '2' }],
  });
});

test('introspection shows no federation machinery', async () => {
  const { data } = await stack.ask(
    '{ __schema { types { name } directives { name } } _: __type(name: "Query") { fields { name } } }',
  );
  const text = JSON.stringify(data);
  expect(text).not.toMatch(/join__|link__|_Entity|_Any|_Service|_entities|_service|core__/);
});

test('an operation whose every field is skipped answers an empty object', async () => {
  expect(
    await stack.ask('query ($no: Boolean!) { me @include(if: $no) { id } }', { variables: { no: false } }),
  ).toEqual({
    data: {},
  });
});

test('an abstract type with fragments is completed without showing the __typename that was not asked for', async () => {
  const { data } = await stack.ask('{ node(id: "7") { id ... on User { name score } } }');
  expect(data).toEqual({ node: { id: '7', name: 'name 7', score: 70 } });
});

test('a client that leaves during planning does not spoil the plan for the next one', async () => {
  const query = '{ users { id name nickname reviews { stars } score } me { nickname } }';
  const leave = () =>
    new Promise<void>((resolve) => {
      const body = JSON.stringify({ query });
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const left = httpRequest(stack.url, { method: 'POST', headers });
      left.on('error', () => resolve());
      left.end(body, () => setImmediate(() => left.destroy(new Error('left'))));
    });
  await Promise.all([leave(), leave(), leave()]);
  await sleep(20);
  const { data, errors } = await stack.ask(query);
  expect(errors).toBeUndefined();
  expect(data?.users).toHaveLength(2);
});

const bomb = (levels: number, width: number) => {
  const fragments = Array.from({ length: levels }, (_, level) => {
    const spread = level + 1 < levels ? ` ...F${level + 1}` : ' name';
    return `fragment F${level} on User { ${Array.from({ length: width }, (_unused, at) => `a${level}_${at}: id`).join(' ')}${spread.repeat(width)} }`;
  });
  return `{ me { ...F0 } } ${fragments.join(' ')}`;
};

test('a fragment bomb is refused within 100 ms', async () => {
  await stack.ask('{ me { id } }');
  for (const query of [bomb(8, 4), bomb(16, 3), bomb(22, 2), `{ me { ...F0 } } ${bombOfSpreads(30)}`]) {
    const tries = [1, 2, 3].map(() => () => stack.ask(query));
    expect(await leastCpuMs(tries)).toBeLessThan(100);
    const { errors } = await stack.ask(query);
    expect(errors?.[0]?.extensions.code).toBe('QUERY_TOO_LARGE');
  }
});

const bombOfSpreads = (levels: number) =>
  Array.from({ length: levels }, (_, at) =>
    at + 1 < levels ? `fragment F${at} on User { ...F${at + 1} ...F${at + 1} }` : `fragment F${at} on User { id }`,
  ).join(' ');

test('a thousand equal nested fields are validated within 250 ms', async () => {
  const query = `{ ${'users { id name id name id name } '.repeat(150)} }`;
  const tries = ['', ' # again', ' # and again'].map((comment) => () => stack.ask(`${query}${comment}`));
  expect(await leastCpuMs(tries)).toBeLessThan(250);
  const { data, errors } = await stack.ask(query);
  expect(data ?? errors).toBeDefined();
});

test('an alias of __proto__ is refused and pollutes nothing', async () => {
  for (const alias of ['__proto__', 'constructor', 'toString']) {
    const { data, errors } = await stack.ask(`{ ${alias}: me { id polluted: name } }`);
    expect(data).toBeUndefined();
    expect(errors?.[0]).toEqual({
      message: `The alias "${alias}" is not allowed.`,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a variable called __proto__ is refused and pollutes nothing', async () => {
  const body =
    '{"query":"query ($id: ID!) { node(id: $id) { id } }","variables":{"id":"1","__proto__":{"polluted":1}}}';
  const response = await stack.post(body);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a mutation is never executed by GET, whatever content type it claims', async () => {
  const query = encodeURIComponent('mutation { rename(id: "1", name: "x") { id } }');
  const before = stack.subgraph('users').calls.length;
  for (const type of [
    undefined,
    'application/json',
    'text/plain',
    'message/http',
    'application/x-www-form-urlencoded',
  ]) {
    const response = await fetch(`${stack.url}?query=${query}`, type ? { headers: { 'content-type': type } } : {});
    expect([405, 415]).toContain(response.status);
  }
  expect(stack.subgraph('users').calls.length).toBe(before);
});

test('a GET with another content type than JSON is refused before it is executed', async () => {
  for (const type of [
    'text/plain',
    'multipart/form-data; boundary=x',
    'message/http',
    'application/json, text/plain',
  ]) {
    const response = await fetch(`${stack.url}?query={me{id}}`, { headers: { 'content-type': type } });
    expect(response.status).toBe(415);
  }
  const plain = await fetch(`${stack.url}?query={me{id}}`);
  expect(await plain.json()).toEqual({ data: { me: { id: '1' } } });
});

test('a subscription yields events that span subgraphs, over SSE, and completes', async () => {
  const response = await stack.post(
    { query: 'subscription { renamed(count: 3) { id name score } }' },
    { accept: 'text/event-stream' },
  );
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events = (await response.text()).split('\n\n').filter(Boolean);
  const payloads = events.filter((event) => event.startsWith('event: next')).map((event) => event.split('data: ')[1]);
  expect(payloads.map((payload) => JSON.parse(payload ?? ''))).toEqual(
    [1, 2, 3].map((id) => ({ data: { renamed: { id: String(id), name: `name ${id}`, score: id * 10 } } })),
  );
  expect(events.at(-1)).toMatch(/^event: complete/);
});

test('a subscription without an event stream is refused', async () => {
  const response = await stack.post({ query: 'subscription { renamed(count: 1) { id } }' });
  expect(response.status).toBe(406);
});
