import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { errors } from 'undici';
import type { Departure } from './departure.ts';
import { parseJson, readSubgraphResult, toResult } from './subgraph-answer.ts';
import { Bytes } from './subgraph-bytes.ts';
import type { SubgraphCall, SubgraphResult } from './subgraph-call.ts';
import type { Connection } from './subgraph-connection.ts';
import { EventReader } from './subgraph-events.ts';
import { AbandonedCall, failureResult, SilentSubgraph, SubgraphFailure } from './subgraph-failure.ts';

export interface Subscription {
  connection: Connection;
  call: SubgraphCall;
  headersOf(): string[];
  body: string;
  /** Time for the response head; the stream itself has no limit. */
  timeoutMs: number;
  /** Largest size of one event. */
  maximumBytes: number;
  departure: Departure;
  onFailure(failure: SubgraphFailure): void;
}

/** A subgraph that sends events without a pause must not keep others from their turn. */
const longestTurnMs = 10;

/**
 * Opens a subgraph's event stream (GraphQL over SSE, distinct connections). Ending the iterable closes the stream.
 * @throws SubgraphFailure when the stream cannot be opened.
 */
export const openStream = async (
  subscription: Subscription,
): Promise<SubgraphResult | AsyncIterableIterator<SubgraphResult>> => {
  const { connection, call, headersOf, body, timeoutMs, maximumBytes, onFailure } = subscription;
  const abort = new AbortController();
  subscription.departure.watch(() => abort.abort(new AbandonedCall()));
  const timer = setTimeout(
    () => abort.abort(new SilentSubgraph('timeout', `no stream in ${Math.round(timeoutMs)} ms`)),
    timeoutMs,
  );
  const options = { path: connection.path, method: 'POST', headers: headersOf(), body, signal: abort.signal } as const;
  try {
    const response = await connection.streams.request(options).catch((error: unknown) => {
      throw error instanceof SubgraphFailure ? error : new SilentSubgraph('unavailable', String(error));
    });
    const { statusCode: status, headers: answered } = response;
    if (status === 200 && String(answered['content-type']).startsWith('text/event-stream')) {
      return closable(readEvents(response.body, { call, maximumBytes, signal: abort.signal, onFailure }), abort);
    }
    const bytes = new Bytes(maximumBytes);
    for await (const chunk of response.body as AsyncIterable<Buffer>) bytes.add(chunk);
    return readSubgraphResult({ status, body: bytes.text(), statements: undefined }, call);
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

type StreamReader = Pick<Subscription, 'call' | 'maximumBytes' | 'onFailure'> & { signal: AbortSignal };

async function* readEvents(
  body: Readable,
  { call, maximumBytes, signal, onFailure }: StreamReader,
): AsyncGenerator<SubgraphResult> {
  const events = new EventReader(maximumBytes);
  let turnStartedAt = performance.now();
  const takeTurns = async () => {
    if (performance.now() - turnStartedAt < longestTurnMs) return;
    await nextTurn();
    turnStartedAt = performance.now();
  };
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      for (const { type, data } of events.read(chunk)) {
        if (type === 'complete') return;
        if (data !== '') yield toResult(parseJson(data), call);
        await takeTurns();
      }
      await takeTurns();
    }
  } catch (error) {
    if (signal.aborted) return;
    const failure = failureOf(error);
    onFailure(failure);
    yield failureResult(failure, call);
  }
}

/** Its pings have failed to come: what hangs, or is gone without a word, ends no stream by itself. */
const failureOf = (error: unknown): SubgraphFailure => {
  if (error instanceof SubgraphFailure) return error;
  const isSilent = error instanceof errors.BodyTimeoutError;
  return new SubgraphFailure(isSilent ? 'timeout' : 'unavailable', String(error));
};
