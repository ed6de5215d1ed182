import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { selfSigned } from './certificate.ts';

// A partner's receivers, in a process and with a log of their own: a line for each event that one has taken.
const [log = '', ...kinds] = process.argv.slice(2);
const SLOW_MS = 150;
const FAILS_EVERY = 400;
const DOWN_MS = 4_000;

const receiver = (kind: string, index: number) => {
  let asked = 0;
  let firstAt = 0;
  return async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    asked += 1;
    firstAt ||= Date.now();
    if (kind === 'slow') await delay(SLOW_MS);
    const isDown = kind === 'down' && Date.now() - firstAt < DOWN_MS;
    if (isDown || (kind === 'failing' && asked % FAILS_EVERY === 3)) {
      response.writeHead(500).end();
      return;
    }
    const { id, sequence } = JSON.parse(body);
    appendFileSync(log, `${index} ${sequence} ${id} ${Date.now()}\n`);
    response.writeHead(204).end();
  };
};

const ports = await Promise.all(
  kinds.map(async (kind, index) => {
    const handle = receiver(kind, index);
    const server = kind === 'lying' ? createTlsServer(selfSigned(), handle) : createServer(handle);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  }),
);
process.stdout.write(`${JSON.stringify(ports)}\n`);
