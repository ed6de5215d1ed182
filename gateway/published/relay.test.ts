import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { RequestRefusal } from '../errors.ts';
import { createRelay } from './relay.ts';

const listBytes = 64 * 2 ** 20;
const path = '/draws/7/list';

const listen = async (answer: RequestListener): Promise<Server> => {
  const server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
};
const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** A gateway's relay of a long list; who asks is at the address of the header `x-at`. */
const start = async (options: Parameters<typeof createRelay>[1]) => {
  const owner = await listen((_, response) => void response.end(Buffer.alloc(listBytes)));
  const secret = Buffer.alloc(32, 7).toString('base64url');
  const relay = createRelay({ pmo: { url: `http://127.0.0.1:${portOf(owner)}/graphql`, secret } }, options);
  onTestFinished(() => relay.close());
  let sending = 0;
  const gateway = await listen((request, response) => {
    sending += 1;
    response.once('close', () => {
      sending -= 1;
    });
    relay.send(path, { request, address: String(request.headers['x-at']) }, response).catch((error: unknown) => {
      if (error instanceof RequestRefusal) response.writeHead(error.status, error.headers).end();
      else response.destroy();
    });
  });
  /** Asks, and reads no more than the head of the answer. */
  const ask = async (address: string) => {
    const socket = connect(portOf(gateway), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined).write(`GET ${path} HTTP/1.1\r\nhost: x\r\nx-at: ${address}\r\n\r\n`);
    await once(socket, 'readable');
    return String(socket.read(12)).slice(-3);
  };
  return { ask, sending: () => sending };
};

test('one network has a few places for lists, and all have so many', async () => {
  const { ask } = await start({ places: { total: 3, anonymous: 2 } });
  expect([await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.1')]).toEqual(['200', '200', '429']);
  expect([await ask('192.0.2.2'), await ask('192.0.2.3')]).toEqual(['200', '429']);
});

test('a reader who takes a list too slowly is let go, and the place is free', async () => {
  const { ask, sending } = await start({
    places: { total: 1, anonymous: 1 },
    slowest: { bytesPerMs: listBytes, graceMs: 300 },
  });
  expect(await ask('192.0.2.1')).toBe('200');
  await expect.poll(sending).toBe(0);
  expect(await ask('192.0.2.1')).toBe('200');
});
