import type { Pool } from 'pg';
import type { Metrics } from './registry.ts';

/** Adds how many connections of each pool are in use and how much waits for one; free ones are kept by the pool. */
export const addPools = (metrics: Metrics, pools: Readonly<Record<string, Pool>>): void => {
  const labels = { pool: Object.keys(pools) };
  const all = Object.entries(pools);
  metrics.reading({
    kind: 'gauge',
    name: 'prakerja_pool_in_use',
    help: 'Connections to the database that are in use.',
    labels,
    read: () => all.map(([name, { totalCount, idleCount }]) => [totalCount - idleCount, name]),
  });
  metrics.reading({
    kind: 'gauge',
    name: 'prakerja_pool_waiting',
    help: 'What waits for a connection to the database.',
    labels,
    read: () => all.map(([name, { waitingCount }]) => [waitingCount, name]),
  });
};
