import { Pool } from 'undici';

/** `secret` is the base64url key of the caller assertions for this subgraph. */
export interface SubgraphTarget {
  url: string;
  secret: string;
}

export interface Connection {
  pool: Pool;
  /** Subscriptions hold a connection each: apart, they cannot starve the requests. */
  streams: Pool;
  path: string;
  key: Buffer;
}

const connectionsPerSubgraph = 128;

/** Kept connections to one subgraph. Time-outs are those of each call, so undici's own are off. */
export const connect = ({ url, secret }: SubgraphTarget): Connection => {
  const { origin, pathname, search } = new URL(url);
  const common = { pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connectTimeout: 3000 };
  return {
    pool: new Pool(origin, { ...common, connections: connectionsPerSubgraph }),
    streams: new Pool(origin, common),
    path: `${pathname}${search}`,
    key: Buffer.from(secret, 'base64url'),
  };
};
