import { type Client, createClient } from 'graphql-ws';
import { request } from 'undici';
import { inject } from 'vitest';
import WebSocket from 'ws';
import type { GraphError } from './client.ts';

export interface RawAnswer {
  data?: unknown;
  errors?: GraphError[];
}

type Ask = (query: string, authorization: string | undefined) => Promise<RawAnswer>;

const headersOf = (authorization: string | undefined): Record<string, string> =>
  authorization === undefined ? {} : { authorization };

const sockets = new Map<string, Client>();

const socketOf = (authorization: string | undefined): Client => {
  const key = authorization ?? '';
  const known = sockets.get(key);
  if (known) return known;
  const client = createClient({
    url: inject('stack').url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazyCloseTimeout: 60_000,
    connectionParams: headersOf(authorization),
  });
  sockets.set(key, client);
  return client;
};

/** The operation may be refused before it is executed; then its errors end it. */
const askSocket: Ask = (query, authorization) =>
  new Promise((resolve, reject) => {
    let answer: RawAnswer | undefined;
    socketOf(authorization).subscribe(
      { query },
      {
        next: (value) => {
          answer = value as RawAnswer;
        },
        error: (error) => (Array.isArray(error) ? resolve({ errors: error as never }) : reject(error)),
        complete: () => resolve(answer ?? {}),
      },
    );
  });

export const closeSockets = (): void => {
  for (const client of sockets.values()) void client.dispose();
  sockets.clear();
};

/** The body of an answer; `fetch` takes three times as long. */
const bodyOf = async (url: string, options: Parameters<typeof request>[1]) => (await request(url, options)).body;

const post = (query: string, headers: Record<string, string>) =>
  bodyOf(inject('stack').url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });

/** The ways to send an operation, each with the whole answer. */
export const transports = {
  POST: async (query, authorization) => (await post(query, headersOf(authorization))).json() as Promise<RawAnswer>,
  GET: async (query, authorization) => {
    const url = `${inject('stack').url}?${new URLSearchParams({ query })}`;
    const headers = { accept: 'application/graphql-response+json', ...headersOf(authorization) };
    return (await bodyOf(url, { headers })).json() as Promise<RawAnswer>;
  },
  SSE: async (query, authorization) => {
    const headers = { accept: 'text/event-stream', ...headersOf(authorization) };
    const text = await (await post(query, headers)).text();
    return JSON.parse(/^data: (\{.+)$/m.exec(text)?.[1] ?? text) as RawAnswer;
  },
  WebSocket: askSocket,
} satisfies Record<string, Ask>;

export type Transport = keyof typeof transports;
