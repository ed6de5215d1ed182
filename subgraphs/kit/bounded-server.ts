import type { Server, ServerOptions } from 'node:http';

/**
 * Milliseconds in which the head of a request, and the whole of it, must have come. Node looks every two seconds: its own
 * thirty would let slow ones stay several times as long.
 */
export const arrivalLimits = {
  connectionsCheckingInterval: 2_000,
  headersTimeout: 5_000,
  requestTimeout: 15_000,
} as const satisfies ServerOptions;

interface ConnectionBounds {
  /** Connections at a time; further ones are closed. */
  most: number;
  /** Milliseconds after which one ends over which no byte moves, while its request is answered. */
  stillMs?: number;
}

/** Longer than any answer is worked on, and than pings of a stream are apart. */
const STILL_MS = 120_000;

/** Bounds the connections of a server: in number, and in time where a peer does not read or has gone without a word. */
export const boundConnections = (server: Server, { most, stillMs = STILL_MS }: ConnectionBounds): void => {
  server.maxConnections = most;
  server.timeout = stillMs;
};
