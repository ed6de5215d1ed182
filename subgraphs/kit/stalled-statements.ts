import type { Pool, PoolClient } from 'pg';
import { BEYOND_STATEMENT_MS, STATEMENT_MS } from './pool-limits.ts';
import { cut } from './request-life.ts';

const LOOK_EVERY_MS = 1_000;
const NOT_BUSY = 0;

/** Says how long its statements may take: it knows better, and PostgreSQL ends them by that. */
const OWN_TIMEOUT = /^\s*(?:begin|start|set)\b[\s\S]*\bstatement_timeout\b/i;

interface Busy {
  sinceMs: number;
  hasOwnTimeout: boolean;
}

interface StallOptions {
  /** Milliseconds after which a statement is given up that PostgreSQL should have ended. */
  stalledMs?: number;
  lookEveryMs?: number;
  now?: () => number;
}

/**
 * Cuts connections whose statement takes longer than PostgreSQL would let it, so that nothing waits for a server that
 * hangs, or that is gone without a word. One timer looks at all of them: a timer a statement would cost more.
 */
export const cutStalled = (pool: Pool, options: StallOptions = {}): void => {
  const { stalledMs = STATEMENT_MS + BEYOND_STATEMENT_MS, lookEveryMs = LOOK_EVERY_MS } = options;
  const { now = () => performance.now() } = options;
  const clients = new Map<PoolClient, Busy>();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const latest = now() - stalledMs;
    for (const [client, { sinceMs, hasOwnTimeout }] of clients) {
      if (sinceMs !== NOT_BUSY && sinceMs <= latest && !hasOwnTimeout) cut(client);
    }
  };
  pool.on('connect', (client) => {
    clients.set(client, watch(client, now));
    timer ??= setInterval(look, lookEveryMs).unref();
  });
  pool.on('release', (_error, client) => {
    const busy = clients.get(client as PoolClient);
    if (busy) busy.hasOwnTimeout = false;
  });
  pool.on('remove', (client) => {
    clients.delete(client as PoolClient);
    if (clients.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
};

const watch = (client: PoolClient, now: () => number): Busy => {
  const busy: Busy = { sinceMs: NOT_BUSY, hasOwnTimeout: false };
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const watched = (...args: unknown[]) => {
    if (busy.sinceMs === NOT_BUSY) busy.sinceMs = now();
    const [text] = args;
    if (typeof text === 'string' && OWN_TIMEOUT.test(text)) busy.hasOwnTimeout = true;
    return query(...args);
  };
  client.query = watched as typeof client.query;
  client.on('drain', () => {
    busy.sinceMs = NOT_BUSY;
  });
  return busy;
};
