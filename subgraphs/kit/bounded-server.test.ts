import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { buildSchema } from 'graphql';
import { expect, onTestFinished, test } from 'vitest';
import { arrivalLimits, boundConnections } from './bounded-server.ts';
import { createLogger } from './log.ts';
import { createRequestSigner } from './request-signature.ts';
import { createServer } from './server.ts';

const secret = Buffer.alloc(32, 7).toString('base64url');
const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
const halfBody = `${head}content-length: 1000\r\n\r\n{"que`;

const startSubgraph = async (mostUnderWay: number) => {
  const app = await createServer({
    name: 'pmo',
    schema: buildSchema('type Query { one: Int }'),
    callerSecret: secret,
    log: createLogger({ service: 'pmo', level: 'silent' }),
    isProduction: false,
    mostUnderWay,
    contextOf: () => ({}),
    checkReady: async () => undefined,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  return app.server;
};

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Opens a connection and sends so much over it; resolves when the server has closed it. */
const send = (server: Server, text: string) => {
  const socket = connect(portOf(server), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  if (text) socket.write(text);
  socket.resume();
  return { socket, closed: once(socket, 'close') };
};

test('halves of bodies hold no place of those under way, and signed requests are answered beside them', async () => {
  const server = await startSubgraph(2);
  for (let count = 0; count < 8; count += 1) await once(send(server, halfBody).socket, 'connect');
  const signatureOf = createRequestSigner(secret);
  const ask = async () => {
    const body = JSON.stringify({ query: '{ __typename }' });
    const signature = signatureOf({ method: 'POST', path: '/graphql', assertion: '', body });
    const headers = { 'content-type': 'application/json', 'x-signature': signature };
    const { status } = await fetch(`http://127.0.0.1:${portOf(server)}/graphql`, { method: 'POST', headers, body });
    return status;
  };
  // Without a caller it is refused for that, once it is read: not for want of a place.
  await expect.poll(ask).not.toBe(503);
  for (let count = 0; count < 20; count += 1) expect(await ask()).toBe(401);
});

test('connections over which nothing comes, or half a head, or half a body, are ended', async () => {
  const server = await startSubgraph(10);
  expect([server.headersTimeout, server.requestTimeout, server.maxConnections]).toEqual([5_000, 15_000, 25_000]);
  server.headersTimeout = 100;
  server.requestTimeout = 200;
  await Promise.all(['', head, halfBody].map((text) => send(server, text).closed));
});

test('a connection is ended whose peer takes nothing of its answer, and beyond the most there are none', async () => {
  const server = createHttpServer(arrivalLimits, (_, response) => {
    response.end(Buffer.alloc(64 * 2 ** 20));
  });
  boundConnections(server, { most: 2, stillMs: 300 });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const unread = connect(portOf(server), '127.0.0.1');
  onTestFinished(() => void unread.destroy());
  unread.on('error', () => undefined).write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  const other = send(server, '');
  await once(other.socket, 'connect');
  await send(server, '').closed;
  await expect.poll(() => new Promise((resolve) => server.getConnections((_, open) => resolve(open)))).toBeLessThan(2);
});
