/** Milliseconds after which PostgreSQL ends a statement of a service. */
export const STATEMENT_MS = 30_000;

/** A statement is this much later given up here: PostgreSQL itself, or the way to it, hangs. */
export const BEYOND_STATEMENT_MS = 5_000;

/** Connections of a pool that finds out by itself that its server is gone. */
export const livingConnections = {
  /** For a connection, whether it is opened or becomes free. Requests give up earlier, by their own deadline. */
  connectionTimeoutMillis: 20_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const;

/** Limits of a pool that runs single statements, each within `ms`. */
export const briefStatements = (ms: number) => ({
  connectionTimeoutMillis: ms,
  statement_timeout: ms,
  query_timeout: ms + 1_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
});
