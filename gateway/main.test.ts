import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from './testkit/people.ts';
import { isRunning, plannersOf } from './testkit/planner-processes.ts';
import { compose, createIssuer } from './testkit/stack.ts';
import { type Subgraph, startSubgraph } from './testkit/subgraph.ts';

let directory: string;
let subgraphs: Record<'users' | 'reviews', Subgraph>;
let issuer: Awaited<ReturnType<typeof createIssuer>>;
let env: Record<string, string>;

beforeAll(async () => {
  const { users, reviews } = people();
  subgraphs = { users: await startSubgraph(users), reviews: await startSubgraph(reviews) };
  issuer = await createIssuer();
  directory = await mkdtemp(join(tmpdir(), 'gateway-main-'));
  const supergraph = join(directory, 'supergraph.graphql');
  await writeFile(supergraph, compose(subgraphs));
  const secret = randomBytes(32).toString('base64url');
  const targets = { users: { url: subgraphs.users.url, secret }, reviews: { url: subgraphs.reviews.url, secret } };
  env = {
    SUPERGRAPH: supergraph,
    SUBGRAPHS: JSON.stringify(targets),
    JWKS_URL: issuer.url,
  };
});
afterAll(async () => {
  await Promise.all([subgraphs.users.stop(), subgraphs.reviews.stop(), issuer.remove()]);
  await rm(directory, { recursive: true });
});

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, release: () => new Promise((resolve) => server.close(resolve)) };
};

const start = (overrides: Record<string, string>) => {
  const child = spawn(process.execPath, ['--import', './scripts/loader.mjs', 'gateway/main.ts'], {
    env: { ...env, ...overrides },
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (output.out += String(chunk)));
  child.stderr.on('data', (chunk) => (output.err += String(chunk)));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return { child, output, exited };
};

const ready = async () => {
  const { port, release } = await freePort();
  await release();
  const gateway = start({ PORT: String(port) });
  await expect.poll(() => gateway.output.out, { timeout: 20_000 }).toContain('gateway is ready');
  return { ...gateway, port };
};

test('the process answers, and SIGTERM ends it with code 0, and its planner', async () => {
  const gateway = await ready();
  const response = await fetch(`http://127.0.0.1:${gateway.port}/graphql?query={me{name,score}}`);
  expect(await response.json()).toEqual({ data: { me: { name: 'name 1', score: 10 } } });
  const planners = plannersOf(gateway.child.pid);
  expect(planners).toHaveLength(1);
  gateway.child.kill('SIGTERM');
  expect(await gateway.exited).toBe(0);
  await expect.poll(() => planners.filter(isRunning)).toEqual([]);
  expect(gateway.output.err).toBe('');
});

test('the planner does not outlive a gateway that gets SIGKILL', async () => {
  const gateway = await ready();
  const planners = plannersOf(gateway.child.pid);
  expect(planners).toHaveLength(1);
  gateway.child.kill('SIGKILL');
  await gateway.exited;
  await expect.poll(() => planners.filter(isRunning)).toEqual([]);
});

test('a taken port is named in one line, with code 1', async () => {
  const { port, release } = await freePort();
  const gateway = start({ PORT: String(port) });
  expect(await gateway.exited).toBe(1);
  expect(gateway.output.err).toBe(`gateway: port ${port} is taken\n`);
  await release();
});

test.each([
  ['SUBGRAPHS', { value: '{', code: 2, line: /^gateway: wrong environment: SUBGRAPHS \(must be JSON\).*\n$/ }],
  [
    'SUPERGRAPH',
    { value: 'nowhere.graphql', code: 1, line: /^gateway: cannot read the supergraph nowhere\.graphql.*\n$/ },
  ],
])('a wrong %s is named in one line', async (name, { value, code, line }) => {
  const gateway = start({ PORT: '4999', [name]: value });
  expect(await gateway.exited).toBe(code);
  expect(gateway.output.err).toMatch(line);
});
