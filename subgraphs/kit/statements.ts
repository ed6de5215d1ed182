import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';

interface Tally {
  statements: number;
}

const tallies = new AsyncLocalStorage<Tally>();

/** Runs `work` and counts in `tally` every SQL statement that it sends, ORM and transactions included. */
export const countStatements = <T>(tally: Tally, work: () => T): T => tallies.run(tally, work);

/** Makes one pooled connection count its statements; called once for each connection. */
export const watchStatements = (client: PoolClient): void => {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown;
  const counted = (...args: unknown[]) => {
    const tally = tallies.getStore();
    if (tally) tally.statements += 1;
    return query(...args);
  };
  client.query = counted as typeof client.query;
};
