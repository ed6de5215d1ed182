import written from '../schema/subscriptions.json' with { type: 'json' };

/**
 * Every process of the graph, each with a database and a role of its own; that of the gateway holds rate limits. Ports
 * follow from the gateway's, so that two stacks can run side by side.
 */
export interface Service {
  name: string;
  kind: 'gateway' | 'subgraph' | 'identity' | 'simulator' | 'runner';
  main: string;
  portOffset: number;
}

export const services: readonly Service[] = [
  { name: 'gateway', kind: 'gateway', main: 'gateway/main.ts', portOffset: 0 },
  { name: 'pmo', kind: 'subgraph', main: 'subgraphs/pmo/main.ts', portOffset: 1 },
  { name: 'training', kind: 'subgraph', main: 'subgraphs/training/main.ts', portOffset: 2 },
  { name: 'payments', kind: 'subgraph', main: 'subgraphs/payments/main.ts', portOffset: 3 },
  { name: 'jobs', kind: 'subgraph', main: 'subgraphs/jobs/main.ts', portOffset: 4 },
  { name: 'registry', kind: 'subgraph', main: 'subgraphs/registry/main.ts', portOffset: 5 },
  { name: 'identity', kind: 'identity', main: 'gateway/identity/main.ts', portOffset: 10 },
];

export const subgraphs = services.filter(({ kind }) => kind === 'subgraph');

/** Payment partners that move no money: one process for all of them, without a database. */
export const simulators: Service = {
  name: 'simulators',
  kind: 'simulator',
  main: 'scripts/simulators/main.ts',
  portOffset: 20,
};

/** A civil registry that knows nobody real, with books of its own and no database. */
export const civilRegistry: Service = {
  name: 'civil-registry',
  kind: 'simulator',
  main: 'scripts/simulators/civil/main.ts',
  portOffset: 25,
};

/** Asks partners' subgraphs what the registry was asked to find out; it has no database. */
export const runner: Service = {
  name: 'conformance',
  kind: 'runner',
  main: 'scripts/partner/conformance/main.ts',
  portOffset: 30,
};

/** Every process that `npm start` runs beside PostgreSQL. */
export const processes: readonly Service[] = [...services, simulators, civilRegistry, runner];

export const POSTGRES_OFFSET = 90;

/** Who gets which events, as `npm run schema` writes it. Each pair has a signing secret of its own. */
export const subscriptions: readonly { from: string; to: string; types: readonly string[] }[] = written;
