import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { StampBooks } from './books.ts';
import { granted, readQuestion, refused } from './token.ts';

const MOST_BYTES = 4_096;
const QUERY = 'application/timestamp-query';
const REPLY = 'application/timestamp-reply';

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) break;
    parts.push(part);
  }
  return Buffer.concat(parts);
};

const answer = async (request: IncomingMessage, response: ServerResponse, books: StampBooks): Promise<void> => {
  const { method, url } = request;
  if (method === 'GET' && url === '/certificate.pem')
    return void response
      .setHeader('content-type', 'application/x-pem-file')
      .end(books.authority.certificate.toString());
  if (method === 'GET' && url === '/health/ready') return void response.end('ready');
  if (method !== 'POST' || url !== '/') return void response.writeHead(404).end();
  if (request.headers['content-type'] !== QUERY) return void response.writeHead(415).end();
  const question = readQuestion(await bodyOf(request));
  response.setHeader('content-type', REPLY);
  response.end(question ? granted(books.stamp(question)) : refused());
};

/** A time-stamping authority over HTTP (RFC 3161, 3.4): `POST /`; its certificate is at `GET /certificate.pem`. */
export const stampServer = (books: StampBooks): Server =>
  createServer((request, response) => {
    answer(request, response, books).catch(() => response.destroy());
  });
