import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { cutUnread, type UnreadLimits } from './unread-answers.ts';

const answerBytes = 16 * 2 ** 20;

/** A server that answers with so much that no buffer of the system holds it, and its clients. */
const start = async (
  limits: Partial<UnreadLimits>,
  answer = (response: ServerResponse) => void response.end(Buffer.alloc(answerBytes)),
) => {
  const server = createServer((_, response) => answer(response));
  cutUnread(server, { lookEveryMs: 50, ...limits });
  const kept = new Set<number | undefined>();
  server.on('connection', (socket) => {
    const { remotePort } = socket;
    kept.add(remotePort);
    socket.once('close', () => kept.delete(remotePort));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const { localPort } = socket;
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    // A client that does not read learns of nothing: what counts is whether the server keeps it.
    return { socket, isKept: () => kept.has(localPort) };
  };
};

/** Reads little by little. */
const sip = ({ socket }: { socket: Socket }) => {
  const timer = setInterval(() => socket.read(16_384), 20);
  onTestFinished(() => clearInterval(timer));
};

test('a client that takes its answer bit by bit is cut off when it takes too long, one that reads is not', async () => {
  const open = await start({ unreadMs: 1_500, slowestBytesPerMs: 1e9 });
  const slow = await open();
  sip(slow);
  const reading = await open();
  let bytes = 0;
  reading.socket.on('data', (piece) => (bytes += piece.length));
  await expect.poll(slow.isKept, { timeout: 20_000 }).toBe(false);
  await expect.poll(() => bytes).toBeGreaterThan(answerBytes);
  expect(reading.isKept()).toBe(true);
});

test('who takes its time has as much of it as the size of the answer gives', async () => {
  const open = await start({ unreadMs: 0, slowestBytesPerMs: answerBytes / 600_000 });
  const slow = await open();
  await sleep(700);
  expect(slow.isKept()).toBe(true);
});

test('when all leave too much, those go that have for longest', async () => {
  const open = await start({ mostBytes: 2.5 * answerBytes });
  const first = await open();
  await sleep(200);
  const others = [await open(), await open()];
  await expect.poll(first.isKept, { timeout: 20_000 }).toBe(false);
  await sleep(200);
  expect(others.map(({ isKept }) => isKept())).toEqual([true, true]);
});

test('a stream that goes on is let go on, however long something of it waits', async () => {
  const open = await start({ unreadMs: 400, slowestBytesPerMs: 1e9 }, (response) => {
    const timer = setInterval(() => response.write(Buffer.alloc(4 * 2 ** 20)), 100);
    response.once('close', () => clearInterval(timer));
  });
  const stream = await open();
  sip(stream);
  await sleep(700);
  expect(stream.isKept()).toBe(true);
});
