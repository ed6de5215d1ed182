import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { AnswerTaker, CallController } from '../subgraph-pool.ts';
import { KeptConnections } from './kept-connections.ts';

type Serve = (request: string, socket: Socket, count: number) => void;

const ending = new Set<() => unknown>();

afterEach(async () => {
  for (const end of ending) await end();
  ending.clear();
});

const answer = (text: string, ...fields: string[]) =>
  ['HTTP/1.1 200 OK', `content-length: ${text.length}`, ...fields, '', text].join('\r\n');

/** A subgraph of raw bytes; `serve` learns each piece that comes, and how many came before it. */
const subgraph = async (serve: Serve, most = 8) => {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    let count = 0;
    socket.on('data', (piece) => serve(piece.toString('latin1'), socket, count++));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  let connected = 0;
  server.on('connection', () => {
    connected++;
  });
  const { port } = server.address() as { port: number };
  const pool = new KeptConnections({ url: new URL(`http://127.0.0.1:${port}/graphql`), most });
  ending.add(async () => {
    await pool.destroy();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { pool, sockets, port, connected: () => connected };
};

interface SentRequest {
  answer: Promise<string>;
  controller(): CallController | undefined;
}

const ask = (
  pool: KeptConnections,
  body = '{}',
  { headers = ['x-a', 'b'], onStart = () => undefined as unknown } = {},
) => {
  let controller: CallController | undefined;
  const answered = new Promise<string>((resolve, reject) => {
    let text = '';
    const taker: AnswerTaker = {
      onRequestStart(given) {
        controller = given;
        const reason = onStart();
        if (reason instanceof Error) given.abort(reason);
      },
      onResponseStart: (_, status) => {
        text += status;
      },
      onResponseData: (_, piece) => {
        text += ` ${piece}`;
      },
      onResponseEnd: () => resolve(text),
      onResponseError: (_, error) => reject(error),
    };
    pool.dispatch({ path: '/graphql?a=b', method: 'POST', headers, body }, taker);
  });
  answered.catch(() => undefined);
  return { answer: answered, controller: () => controller } satisfies SentRequest;
};

test('a request is sent as one text, and its connection used again', async () => {
  const requests: string[] = [];
  const { pool, port, connected } = await subgraph((request, socket) => {
    requests.push(request);
    socket.write(answer('yes'));
  });
  expect(await ask(pool, '{"a":"é"}').answer).toBe('200 yes');
  expect(await ask(pool).answer).toBe('200 yes');
  expect(connected()).toBe(1);
  const lines = ['POST /graphql?a=b HTTP/1.1', `host: 127.0.0.1:${port}`, 'x-a: b', 'content-length: 10', '', ''];
  expect(Buffer.from(requests[0] ?? '', 'latin1').toString()).toBe(`${lines.join('\r\n')}{"a":"é"}`);
});

test('a value that would be two fields is not sent', async () => {
  const { pool, connected } = await subgraph((_, socket) => socket.write(answer('yes')));
  for (const value of ['a\r\nx-caller: b', 'a\nb', 'a\0', 'ÿ']) {
    await expect(ask(pool, '{}', { headers: ['x-a', value] }).answer).rejects.toThrow('x-a cannot be sent');
  }
  expect(connected()).toBe(0);
});

test('requests beyond the most connections wait for one', async () => {
  const { pool, connected } = await subgraph((request, socket) => {
    setTimeout(() => socket.write(answer(request.slice(-1))), 5);
  }, 2);
  const texts = ['1', '2', '3', '4', '5', '6', '7'];
  const answers = await Promise.all(texts.map((text) => ask(pool, text).answer));
  expect(answers).toEqual(texts.map((text) => `200 ${text}`));
  expect(connected()).toBe(2);
});

test('bytes that come unasked are the answer to nothing', async () => {
  const { pool, sockets, connected } = await subgraph((_, socket) => socket.write(answer('yes')));
  expect(await ask(pool).answer).toBe('200 yes');
  await sleep(5);
  // They are there, and not read, when the next request comes.
  for (const socket of sockets) socket.write(answer('of somebody else'));
  expect(await ask(pool).answer).toBe('200 yes');
  expect(connected()).toBe(2);
});

test('more than the answer fails the request, and ends the connection', async () => {
  const { pool, sockets } = await subgraph((_, socket) => socket.write(`${answer('yes')}${answer('no')}`));
  await expect(ask(pool).answer).rejects.toThrow('more came than the answer');
  await sleep(20);
  expect(sockets.size).toBe(0);
});

test('an end before the answer is told as a closed connection', async () => {
  const { pool } = await subgraph((_, socket, count) => (count === 0 ? socket.write(answer('yes')) : socket.end()));
  expect(await ask(pool).answer).toBe('200 yes');
  await expect(ask(pool).answer).rejects.toMatchObject({ code: 'ECONNRESET' });
  const { pool: other } = await subgraph((_, socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nyes'));
  await expect(ask(other).answer).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('an answer without a length is whole at the end of its connection, and another is opened', async () => {
  const { pool, connected } = await subgraph((_, socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nyes'));
  expect(await ask(pool).answer).toBe('200 yes');
  expect(await ask(pool).answer).toBe('200 yes');
  expect(connected()).toBe(2);
});

test('a connection that the other side closes soon is not used again', async () => {
  const { pool, connected } = await subgraph((_, socket) => socket.write(answer('yes', 'keep-alive: timeout=2')));
  expect(await ask(pool).answer).toBe('200 yes');
  expect(await ask(pool).answer).toBe('200 yes');
  expect(connected()).toBe(2);
});

test('a free connection is closed when it was not used for a time', async () => {
  const { pool, sockets } = await subgraph((_, socket) => socket.write(answer('yes', 'keep-alive: timeout=3')));
  expect(await ask(pool).answer).toBe('200 yes');
  await expect.poll(() => sockets.size, { timeout: 5000 }).toBe(0);
});

test('a request that is given up before it is sent is not sent, and costs no connection', async () => {
  const requests: string[] = [];
  const { pool, connected } = await subgraph((request, socket) => {
    requests.push(request);
    socket.write(answer('yes'));
  });
  const left = ask(pool, 'left', { onStart: () => new Error('left') });
  await expect(left.answer).rejects.toThrow('left');
  expect(await ask(pool, 'stays').answer).toBe('200 yes');
  expect(connected()).toBe(1);
  expect(requests.some((request) => request.endsWith('left'))).toBe(false);
});

test('giving up a request that is sent ends its connection, and no other', async () => {
  const { pool, sockets } = await subgraph((request, socket) => request.endsWith('now') && socket.write(answer('yes')));
  const slow = ask(pool, 'slow');
  await expect.poll(() => slow.controller()).toBeDefined();
  expect(await ask(pool, 'now').answer).toBe('200 yes');
  slow.controller()?.abort(new Error('too late'));
  await expect(slow.answer).rejects.toThrow('too late');
  await expect.poll(() => sockets.size).toBe(1);
  expect(await ask(pool, 'now').answer).toBe('200 yes');
});

test('nobody to connect to is an error with its code', async () => {
  const { pool, port } = await subgraph(() => undefined);
  await pool.destroy();
  await expect(ask(pool).answer).rejects.toThrow('no more is sent');
  const nobody = new KeptConnections({ url: new URL(`http://127.0.0.1:${port === 1 ? 2 : 1}/`), most: 1 });
  ending.add(() => nobody.destroy());
  await expect(ask(nobody).answer).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await expect(ask(nobody).answer).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('closing lets what is under way end, and destroying does not', async () => {
  const { pool, sockets } = await subgraph((_, socket) => setTimeout(() => socket.write(answer('yes')), 30), 1);
  const both = [ask(pool, '1'), ask(pool, '2')];
  await expect.poll(() => both[0]?.controller()).toBeDefined();
  await pool.close();
  await expect(ask(pool).answer).rejects.toThrow('no more is sent');
  expect(await Promise.all(both.map((each) => each.answer))).toEqual(['200 yes', '200 yes']);
  await expect.poll(() => sockets.size).toBe(0);
  const other = await subgraph(() => undefined, 1);
  const cut = [ask(other.pool), ask(other.pool)];
  await expect.poll(() => cut[0]?.controller()).toBeDefined();
  await other.pool.destroy();
  for (const each of cut) await expect(each.answer).rejects.toThrow('no more is sent');
});
