import type { KeyObject } from 'node:crypto';
import { Pool } from 'undici';
import { callerKeys, createRequestSigner, type SignedRequest } from '../subgraphs/kit/request-signature.ts';

/** `secret`, shared with this subgraph, makes the keys of assertions and request signatures. */
export interface SubgraphTarget {
  url: string;
  secret: string;
}

export interface Connection {
  pool: Pool;
  /** Subscriptions hold a connection each: apart, they cannot starve the requests. */
  streams: Pool;
  path: string;
  /** Signs caller assertions. */
  key: KeyObject;
  signatureOf(request: SignedRequest): string;
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
    key: callerKeys(secret).assertion,
    signatureOf: createRequestSigner(secret),
  };
};
