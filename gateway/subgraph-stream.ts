import type { Readable } from 'node:stream';
import { parseJson, readSubgraphResult, toResult } from './subgraph-answer.ts';
import type { SubgraphCall, SubgraphResult } from './subgraph-call.ts';
import type { Connection } from './subgraph-connection.ts';
import { failureResult, SubgraphFailure } from './subgraph-failure.ts';

export interface Subscription {
  connection: Connection;
  call: SubgraphCall;
  headersOf(): string[];
  body: string;
  /** For the response head; the stream itself may last. */
  timeoutMs: number;
  /** Of one event. */
  maximumBytes: number;
}

/**
 * Opens a subgraph's event stream (GraphQL over SSE, distinct connections). Ending the iterable closes the stream.
 * @throws SubgraphFailure when the stream cannot be opened.
 */
export const openStream = async (
  subscription: Subscription,
): Promise<SubgraphResult | AsyncIterableIterator<SubgraphResult>> => {
  const { connection, call, headersOf, body, timeoutMs, maximumBytes } = subscription;
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new SubgraphFailure('timeout', `no stream in ${timeoutMs} ms`)),
    timeoutMs,
  );
  const options = { path: connection.path, method: 'POST', headers: headersOf(), body, signal: abort.signal } as const;
  try {
    const response = await connection.streams.request(options);
    const { statusCode: status, headers: answered } = response;
    if (status === 200 && String(answered['content-type']).startsWith('text/event-stream')) {
      return closable(readEvents(response.body, { call, maximumBytes, signal: abort.signal }), abort);
    }
    const text = await collect(response.body, maximumBytes);
    return readSubgraphResult({ status, body: text, statements: undefined }, call);
  } finally {
    clearTimeout(timer);
  }
};

// A generator cannot be ended while it waits for the next chunk, so the stream is closed under it.
const closable = (
  events: AsyncGenerator<SubgraphResult>,
  abort: AbortController,
): AsyncIterableIterator<SubgraphResult> => ({
  [Symbol.asyncIterator]() {
    return this;
  },
  next: () => events.next(),
  return() {
    abort.abort();
    return events.return(undefined);
  },
});

interface Reading {
  call: SubgraphCall;
  maximumBytes: number;
  signal: AbortSignal;
}

async function* readEvents(body: Readable, { call, maximumBytes, signal }: Reading): AsyncGenerator<SubgraphResult> {
  body.setEncoding('utf8');
  let pending = '';
  try {
    for await (const chunk of body) {
      pending += String(chunk);
      if (pending.length > maximumBytes) throw new SubgraphFailure('unavailable', 'an event is too large');
      const events = pending.split(/\r?\n\r?\n/);
      pending = events.pop() ?? '';
      for (const event of events) {
        const { type, data } = parseEvent(event);
        if (type === 'complete') return;
        if (data !== '') yield toResult(parseJson(data), call);
      }
    }
  } catch (error) {
    if (signal.aborted) return;
    yield failureResult(new SubgraphFailure('unavailable', String(error)), call);
  }
}

const parseEvent = (event: string) => {
  const lines = event.split(/\r?\n/);
  const fields = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trimStart());
  return { type: fields('event')[0] ?? 'next', data: fields('data').join('\n') };
};

const collect = async (body: Readable, maximumBytes: number): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximumBytes) throw new SubgraphFailure('unavailable', `answered more than ${maximumBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
