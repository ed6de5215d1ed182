import type { ServerResponse } from 'node:http';
import type { Language } from '../subgraphs/kit/language.ts';
import { challenges } from './challenge.ts';
import { Compression, smallestCompressed } from './compression.ts';
import { inLanguage, type RequestRefusal } from './errors.ts';
import type { Outcome, Payload } from './execution.ts';
import type { ContentCoding } from './explorer/compressed.ts';

export const json = 'application/json';
export const graphqlJson = 'application/graphql-response+json';
export const eventStream = 'text/event-stream';

export type MediaType = typeof json | typeof graphqlJson | typeof eventStream;

const keepAliveMs = 12_000;
const longestUnreadMs = 30_000;

/** The media type to answer with, undefined when the client accepts none of ours. Without a preference: JSON. */
export const negotiate = (accept: string | undefined): MediaType | undefined => {
  if (accept === undefined || accept === '' || accept === '*/*') return json;
  let best: { type: MediaType; quality: number } | undefined;
  for (const part of accept.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.trim().split(/\s*;\s*/);
    const type = ours(name);
    const quality = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
    if (type !== undefined && quality > (best?.quality ?? 0)) best = { type, quality };
  }
  return best?.type;
};

const ours = (name: string): MediaType | undefined => {
  if (name === graphqlJson || name === json || name === eventStream) return name;
  return name === '*/*' || name === 'application/*' ? json : undefined;
};

export interface ResponseTarget {
  type: MediaType;
  /** A stream ends with its caller's token: epoch milliseconds. */
  endsAt: number;
  /** Calls `end` if the token is revoked meanwhile; returns a function that stops watching. */
  onEnd(end: () => void): () => void;
  /** Calls `restart` when its client shall subscribe anew; returns a function that stops watching. */
  onRestart?(restart: () => void): () => void;
  /** A client that reads nothing for so long is cut off: what it does not read stays in memory. */
  unreadMs?: number;
  /** The best coding of content that the client takes. */
  coding?: ContentCoding;
}

const compression = new Compression();

/**
 * Writes the outcome of a request. Under `application/json` a refused document is a 200, as GraphQL over HTTP has it
 * for older clients.
 */
export const writeOutcome = async (
  response: ServerResponse,
  outcome: Outcome,
  answering: ResponseTarget,
): Promise<void> => {
  const { type } = answering;
  if (outcome.kind === 'events') return writeEvents(response, outcome.payloads, answering);
  if (type === eventStream) return writeEvents(response, once(outcome.payload), answering);
  if (lacksToken(outcome.payload)) response.setHeader('www-authenticate', challenges.noToken);
  const retryAfter = retryAfterOf(outcome.payload);
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  const answered = retryAfter === undefined ? 200 : 503;
  const status = outcome.isRefused && type === graphqlJson ? 400 : answered;
  const { coding = 'identity', unreadMs } = answering;
  const body = JSON.stringify(outcome.payload);
  if (!outcome.isOpen || body.length < smallestCompressed) return writeBody(response, body, { status, type, unreadMs });
  response.appendHeader('vary', 'accept-encoding');
  const compressed = await compression.of(body, coding);
  if (compressed !== undefined) response.setHeader('content-encoding', coding);
  if (!response.destroyed) writeBody(response, compressed ?? body, { status, type, unreadMs });
};

/** A part of the answer takes a token (RFC 9110, 11.6.1: the challenge may stand in any answer). */
const lacksToken = ({ errors }: Payload): boolean =>
  errors?.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED') ?? false;

/** Seconds, where nothing at all was done because too much waits; undefined where any part was answered. */
const retryAfterOf = ({ data, errors = [] }: Payload): number | undefined => {
  if (errors.length === 0 || (data && Object.values(data).some((value) => value !== null))) return undefined;
  if (errors.some(({ extensions }) => extensions.code !== 'OVERLOADED')) return undefined;
  return Math.max(1, ...errors.map(({ extensions }) => Number(extensions.retryAfterSeconds ?? 1)));
};

export const writeRefusal = (
  response: ServerResponse,
  refusal: RequestRefusal,
  { type, language }: { type: MediaType | undefined; language: Language },
) => {
  for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
  const errors = [inLanguage(refusal.toStated(), language)];
  const status = refusal.status;
  writeBody(response, JSON.stringify({ errors }), { status, type: type === graphqlJson ? graphqlJson : json });
};

const writeBody = (
  response: ServerResponse,
  body: string | Buffer,
  { status, type, unreadMs }: { status: number; type: string; unreadMs?: number | undefined },
) => {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
  cutUnread(response, unreadMs);
};

// Node starts the time anew with each piece that the client takes, and sets its own again for the next request.
const cutUnread = ({ socket }: ServerResponse, unreadMs = longestUnreadMs) => {
  if (socket && socket.writableLength > 0) socket.setTimeout(unreadMs);
};

async function* once(payload: Payload): AsyncGenerator<Payload> {
  yield payload;
}

/** GraphQL over SSE, distinct connections; a comment now and then keeps proxies from closing a quiet stream. */
const writeEvents = async (
  response: ServerResponse,
  payloads: AsyncIterableIterator<Payload>,
  { endsAt, onEnd, onRestart, unreadMs = longestUnreadMs }: ResponseTarget,
) => {
  let isCut = false;
  const close = () => void payloads.return?.();
  const expiry = Number.isFinite(endsAt) ? setTimeout(close, Math.max(0, endsAt - Date.now())) : undefined;
  const unwatch = onEnd(close);
  // A stream that ends without the event that completes it is opened again by its client.
  const restart = () => {
    isCut = true;
    close();
  };
  const stay = onRestart?.(restart);
  response.once('close', close);
  if (response.destroyed) close();
  response.writeHead(200, {
    'content-type': `${eventStream}; charset=utf-8`,
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const beat = setInterval(() => response.writableNeedDrain || response.write(':\n\n'), keepAliveMs);
  try {
    for await (const payload of payloads) {
      const hasRoom = response.write(`event: next\ndata: ${JSON.stringify(payload)}\n\n`);
      if (!hasRoom) await drained(response, unreadMs);
    }
    if (!isCut) response.write('event: complete\ndata:\n\n');
  } finally {
    clearInterval(beat);
    clearTimeout(expiry);
    unwatch();
    stay?.();
    response.off('close', close);
    response.end();
    cutUnread(response, unreadMs);
  }
};

const drained = (response: ServerResponse, unreadMs: number) =>
  new Promise<void>((resolve) => {
    if (response.destroyed) return resolve();
    const late = setTimeout(() => response.destroy(), unreadMs);
    const done = () => {
      clearTimeout(late);
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
