import type { Pool, PoolClient } from 'pg';
import { currentLife, currentTally, type HeldClient, type RequestLife, requestOver } from './request-life.ts';

export { countStatements } from './request-life.ts';

const BEGIN = /^\s*(begin|start)\b/i;
const COMMIT = /^\s*(commit|end)\b/i;
const ROLLBACK = /^\s*rollback\b(?!\s+to\b)/i;

const holders = new WeakMap<PoolClient, RequestLife>();
const states = new WeakMap<PoolClient, HeldClient>();

const textOf = (query: unknown): string => {
  if (typeof query === 'string') return query;
  const text = (query as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : '';
};

const note = (state: HeldClient, text: string): void => {
  // Few statements begin with one of these letters.
  if (!'bsceBSCE\n '.includes(text[0] ?? '')) return;
  if (BEGIN.test(text)) state.isInTransaction = true;
  else if (COMMIT.test(text)) state.isCommitting = true;
};

/** Refuses as the method was called: by a callback or a promise. */
const refuse = (args: readonly unknown[]): unknown => {
  const callback = args.findLast((arg) => typeof arg === 'function') as ((error: Error) => void) | undefined;
  if (!callback) return Promise.reject(requestOver());
  process.nextTick(callback, requestOver());
  return undefined;
};

const ROLLED_BACK = { command: 'ROLLBACK', rowCount: null, oid: 0, rows: [], fields: [] };

/** A broken connection has rolled back. Kysely gives back only a connection that says so: else its place is lost. */
const rollback = async (run: () => unknown, isBroken: () => boolean): Promise<unknown> => {
  try {
    return await run();
  } catch (error) {
    if (isBroken()) return ROLLED_BACK;
    throw error;
  }
};

/** Makes one pooled connection count its statements and run none for a request that is over. */
const watchStatements = (client: PoolClient): void => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const state: HeldClient = { isInTransaction: false, isCommitting: false };
  states.set(client, state);
  let isBroken = false;
  // A connection that breaks while it is in use fails its statement; the pool drops it when it comes back.
  client.on('error', () => {
    isBroken = true;
  });
  const watched = (...args: unknown[]) => {
    const text = textOf(args[0]);
    const tally = currentTally();
    const life = currentLife();
    if (tally) tally.statements += 1;
    if (ROLLBACK.test(text))
      return rollback(
        () => query(...args),
        () => isBroken,
      );
    if (!life) return query(...args);
    if (life.isOver) return refuse(args);
    note(state, text);
    life.hasBegun ||= life.isWriting;
    if (holders.get(client) !== life) {
      holders.set(client, life);
      life.hold(client, state);
    }
    return query(...args);
  };
  client.query = watched as typeof client.query;
};

const release = (client: PoolClient): void => {
  holders.get(client)?.letGo(client);
  holders.delete(client);
  const state = states.get(client);
  if (state) Object.assign(state, { isInTransaction: false, isCommitting: false });
};

type Connect = () => Promise<PoolClient>;

/** A request that ends gives up its place: the connection that comes later goes straight back. */
const waitFor = (life: RequestLife, connect: Connect): Promise<PoolClient> =>
  new Promise((resolve, reject) => {
    let hasGivenUp = false;
    const forget = life.whileWaiting(() => {
      hasGivenUp = true;
      reject(requestOver());
    });
    connect().then(
      (client) => {
        forget();
        if (hasGivenUp) client.release();
        else resolve(client);
      },
      (error: Error) => {
        forget();
        reject(error);
      },
    );
  });

type ConnectCallback = (
  error: Error | undefined,
  client?: PoolClient,
  done?: (error?: Error | boolean) => void,
) => void;

/** Makes a pool count the statements of requests, and end those of a request that ends early; see `RequestLife`. */
export const watchPool = (pool: Pool): void => {
  pool.on('connect', watchStatements);
  pool.on('release', (_error, client) => release(client as PoolClient));
  const connect: Connect = pool.connect.bind(pool);
  const hasFree = () => pool.idleCount > 0 || pool.totalCount < pool.options.max;
  const watched = (callback?: ConnectCallback) => {
    const life = currentLife();
    if (life?.isOver) return refuse([callback]);
    const client = !life || hasFree() ? connect() : waitFor(life, connect);
    if (!callback) return client;
    // A callback of the pool's own would run in the course of whoever released the connection.
    client.then(
      (found) => callback(undefined, found, (error) => found.release(error)),
      (error: Error) => callback(error),
    );
    return undefined;
  };
  pool.connect = watched as typeof pool.connect;
};
