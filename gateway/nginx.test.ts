import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { freePort } from '../tests/testkit/port.ts';
import { until } from '../tests/testkit/until.ts';
import { people } from './testkit/people.ts';
import { type Stack, startStack } from './testkit/stack.ts';

/** Debian has it where the paths of other users do not lead. */
const shell = ['-c', 'PATH="$PATH:/usr/sbin" exec nginx "$@"', 'nginx'];
const hasNginx = spawnSync('/bin/sh', [...shell, '-v']).status === 0;
if (!hasNginx) console.warn('deploy/nginx.conf is not tested: there is no nginx here (apt-get install nginx-light)');

const directory = mkdtempSync(join(tmpdir(), 'gateway-nginx-'));
const ports = { tls: await freePort(), plain: await freePort(), login: await freePort() };
let stack: Stack;
let ca: Buffer;
let stopProxy = async () => undefined as unknown;

const certificateOf = (host: string): void => {
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const files = ['-keyout', join(directory, `${host}.key`), '-out', join(directory, `${host}.pem`)];
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    ...subject,
    ...files,
  ]);
  if (made.status !== 0) throw new Error(String(made.stderr));
};

/** The file as it is in the repository, but for ports and the place of the certificates. */
const configuration = (gatewayPort: string): string => {
  const conf = readFileSync('deploy/nginx.conf', 'utf8')
    .replaceAll('/etc/ssl/', `${directory}/`)
    .replaceAll('listen 443', `listen 127.0.0.1:${ports.tls}`)
    .replaceAll('listen 80', `listen 127.0.0.1:${ports.plain}`)
    .replaceAll('127.0.0.1:4000', `127.0.0.1:${gatewayPort}`)
    .replaceAll('127.0.0.1:4010', `127.0.0.1:${ports.login}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${directory}/${name};`,
  );
  const http = [...temporary, 'access_log off;', `include ${directory}/graph.conf;`].join('\n');
  writeFileSync(join(directory, 'graph.conf'), conf);
  return `pid ${directory}/nginx.pid;\nerror_log ${directory}/error.log;\nevents {}\nhttp {\n${http}\n}\n`;
};

const startProxy = async (gatewayPort: string) => {
  const file = join(directory, 'nginx.conf');
  writeFileSync(file, configuration(gatewayPort));
  const settings = ['-c', file, '-e', join(directory, 'error.log'), '-g', 'daemon off;'];
  const proxy = spawn('/bin/sh', [...shell, ...settings]);
  let said = '';
  proxy.stderr.on('data', (text) => {
    said += String(text);
  });
  const ended = once(proxy, 'exit');
  const isUp = () =>
    fetch(`http://127.0.0.1:${ports.plain}/`, { redirect: 'manual' }).then(
      () => true,
      () => proxy.exitCode !== null,
    );
  await until(isUp, Boolean, 10_000);
  if (proxy.exitCode !== null) throw new Error(said);
  return async () => {
    proxy.kill('SIGQUIT');
    await Promise.race([ended, delay(2_000).then(() => proxy.kill('SIGTERM'))]);
    await ended;
  };
};

beforeAll(async () => {
  if (!hasNginx) return;
  const { users, reviews } = people();
  const ticking = async function* () {
    for (let id = 1; ; id += 1) {
      yield { ticked: { id: String(id) } };
      await delay(300);
    }
  };
  const typeDefs = users.typeDefs.replace('renamed(', 'ticked: User renamed(');
  const Subscription = { ...(users.resolvers.Subscription as object), ticked: { subscribe: ticking } };
  const streaming = { ...users, typeDefs, resolvers: { ...users.resolvers, Subscription } };
  const env = { PROXIES: '1', RATE_LIMITS: '{"client":0,"person":0,"anonymous":40}' };
  stack = await startStack({ subgraphs: { users: streaming, reviews }, env });
  for (const host of ['graph.example', 'login.example']) certificateOf(host);
  ca = readFileSync(join(directory, 'graph.example.pem'));
  stopProxy = await startProxy(new URL(stack.url).port);
});

afterAll(async () => {
  await stopProxy();
  await stack?.stop();
  rmSync(directory, { recursive: true, force: true });
});

interface ProxyRequest {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

interface ProxyAnswer {
  status: number | undefined;
  headers: Record<string, unknown>;
  text: string;
  /** When each piece came, in ms since the request. */
  at: number[];
}

/** Asks the proxy over TLS; `enough` ends a stream. */
const ask = ({ path = '/graphql', method = 'POST', headers = {}, body }: ProxyRequest, enough = (_: string) => false) =>
  new Promise<ProxyAnswer>((resolve, reject) => {
    const began = performance.now();
    const options = { host: '127.0.0.1', port: ports.tls, servername: 'graph.example', ca, path, method };
    const sent = request({
      ...options,
      headers: { host: 'graph.example', 'content-type': 'application/json', ...headers },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const answer: ProxyAnswer = { status: response.statusCode, headers: response.headers, text: '', at: [] };
      response.on('data', (piece) => {
        answer.text += String(piece);
        answer.at.push(performance.now() - began);
        if (!enough(answer.text)) return;
        resolve(answer);
        sent.destroy();
      });
      response.on('end', () => resolve(answer));
    });
    sent.end(body);
  });

const query = (text: string) => JSON.stringify({ query: text });

/** Tests of the proxy, where there is one; without it they count as left out. */
const proxied = test.skipIf(!hasNginx);

proxied('the graph answers over TLS by both versions of HTTP, and plain HTTP leads there', async () => {
  const { status, text } = await ask({ body: query('{ me { name } }') });
  expect([status, JSON.parse(text)]).toEqual([200, { data: { me: { name: 'name 1' } } }]);
  const session = connectHttp2(`https://127.0.0.1:${ports.tls}`, { ca, servername: 'graph.example' });
  const stream = session.request({ ':method': 'POST', ':path': '/graphql', 'content-type': 'application/json' });
  const [headers] = await Promise.all([once(stream, 'response'), stream.end(query('{ me { id } }'))]);
  expect(headers[0]).toMatchObject({ ':status': 200 });
  session.destroy();
  const plain = await fetch(`http://127.0.0.1:${ports.plain}/graphql`, { redirect: 'manual' });
  expect(plain.status).toBe(308);
});

proxied('events of a stream come one by one, and a socket stays open', async () => {
  const body = query('subscription { ticked { id } }');
  const isThird = (text: string) => text.includes('"id":"3"');
  const { headers, at } = await ask({ headers: { accept: 'text/event-stream' }, body }, isThird);
  expect(headers['content-type']).toContain('text/event-stream');
  expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan(400);
  class TrustingSocket extends WebSocket {
    constructor(_: string, protocols: string) {
      super(`wss://127.0.0.1:${ports.tls}/graphql`, protocols, {
        agent: new Agent({ ca, servername: 'graph.example' }),
        headers: { host: 'graph.example' },
      });
    }
  }
  const client = createClient({ url: 'wss://graph.example/graphql', webSocketImpl: TrustingSocket, retryAttempts: 0 });
  const seen: unknown[] = [];
  for await (const { data } of client.iterate({ query: 'subscription { ticked { id } }' })) {
    seen.push(data);
    if (seen.length === 2) break;
  }
  expect(seen).toEqual([{ ticked: { id: '1' } }, { ticked: { id: '2' } }]);
  await client.dispose();
});

proxied('a client is known by its own address, whatever it writes into X-Forwarded-For', async () => {
  const statuses: unknown[] = [];
  let last: ProxyAnswer | undefined;
  for (let turn = 0; turn < 60 && last?.status !== 429; turn += 1) {
    last = await ask({ headers: { 'x-forwarded-for': `203.0.113.${turn}` }, body: query('{ users { name } }') });
    statuses.push(last.status);
  }
  expect(statuses).toContain(200);
  expect([last?.status, last?.headers['retry-after'] !== undefined]).toEqual([429, true]);
});

proxied('what services ask among themselves is not there, in whatever form it is written', async () => {
  for (const path of [
    '/supergraph',
    '/supergraph/look',
    '//supergraph',
    '/%73upergraph',
    '/x/../supergraph',
    '/health/ready',
  ])
    expect([path, (await ask({ path, method: 'GET' })).status]).toEqual([path, 404]);
});

proxied('a body that is too long is refused in words of the graph', async () => {
  const { status, text } = await ask({ body: Buffer.alloc(3 * 2 ** 20, ' ') });
  expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([413, 'QUERY_TOO_LARGE']);
});

proxied('while the gateway is away clients are told when to come again', async () => {
  await stack.gateway.stop(1_000);
  const { status, headers, text } = await ask({ body: query('{ me { id } }') });
  expect([status, headers['retry-after']]).toEqual([503, '2']);
  expect(JSON.parse(text).errors[0].extensions.code).toBe('OVERLOADED');
});
