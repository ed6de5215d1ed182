import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { GraphAnswer } from './handlers.ts';

/** A refusal outside of GraphQL, in the form of GraphQL. */
export const refusal = (status: number, code: string, message: string): GraphAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...(status === 503 && { 'retry-after': '1' }) },
  body: JSON.stringify({ errors: [{ message, extensions: { code } }] }),
});

/** Sends what comes in pieces as fast as the other side takes it, until it leaves. */
const sendPieces = async (response: ServerResponse, pieces: AsyncIterable<string>, left: AbortSignal) => {
  for await (const piece of pieces) {
    if (left.aborted) return;
    if (!response.write(piece)) await once(response, 'drain', { signal: left });
  }
  response.end();
};

export const sendAnswer = async (
  response: ServerResponse,
  { status, headers, body }: GraphAnswer,
  left: AbortSignal,
): Promise<void> => {
  response.writeHead(status, headers);
  if (body === null || typeof body === 'string') return void response.end(body ?? '');
  response.flushHeaders();
  const iterator = body[Symbol.asyncIterator]();
  // A subscription that waits for its next event hears of the leaving by this alone.
  left.addEventListener('abort', () => void iterator.return?.());
  await sendPieces(response, { [Symbol.asyncIterator]: () => iterator }, left);
};
