import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Pulse } from './pulse.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

let stack: Stack;
let renamed: string[];

beforeAll(async () => {
  const { users, reviews } = people();
  const rename = (_: unknown, user: { id: string; name: string }) => {
    renamed.push(user.name);
    return user;
  };
  const resolvers = { ...users.resolvers, Mutation: { rename } };
  const env = { REQUEST_TIMEOUT_MS: '1500' };
  stack = await startStack({ subgraphs: { users: { ...users, resolvers }, reviews }, env });
  renamed = [];
  await stack.ask(query, { variables: { name: 'first' } });
});
afterAll(() => stack.stop());
beforeEach(() => {
  renamed = [];
});

const connected = async () => {
  const { hostname, port } = new URL(stack.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

// Its plan is known already when the tests begin: the gateway has nothing to wait for.
const query = 'mutation($name: String!) { rename(id: "1", name: $name) { name } }';

const renaming = (name: string) => {
  const body = JSON.stringify({ query, variables: { name } });
  return `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
};

/** What a signal that stops a process does to it; the system goes on taking bytes for it. */
const standStill = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test('of what came while it stood still, the mutations are not begun whose clients have left', async () => {
  // The gateway has taken the connections before it stops.
  const sockets = await Promise.all(Array.from({ length: 8 }, connected));
  await sleep(150);
  for (const [index, socket] of sockets.entries()) {
    socket.write(renaming(`left ${index}`));
    socket.destroy();
  }
  standStill(1_200);
  const { data } = await stack.ask('{ whoami }');
  expect(data).toHaveProperty('whoami');
  expect(renamed).toEqual([]);
});

test('nor those whose time is over by then, whose clients are told so; what comes afterwards is done', async () => {
  const socket = await connected();
  await sleep(150);
  socket.write(renaming('late'));
  standStill(1_700);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('SUBGRAPH_TIMEOUT');
  socket.destroy();
  expect(renamed).toEqual([]);
  const rename = () => stack.ask(query, { variables: { name: 'after' } });
  await expect.poll(async () => (await rename()).errors).toBeUndefined();
  expect(new Set(renamed)).toEqual(new Set(['after']));
});

test('a pulse tells since when it stood, for half a second afterwards, and nothing of a loop that is late', () => {
  let now = 0;
  const pulse = new Pulse({ now: () => now });
  const stoodAfter = (ms: number) => {
    now += ms;
    return pulse.stoodSince();
  };
  expect(stoodAfter(900)).toBeUndefined();
  pulse.beat();
  expect(stoodAfter(5_000)).toBe(900);
  pulse.beat();
  expect([stoodAfter(499), stoodAfter(1)]).toEqual([900, undefined]);
  pulse.stop();
});
