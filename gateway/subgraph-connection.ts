import type { LookupFunction } from 'node:net';
import { Pool } from 'undici';
import { callerKeys, createRequestSigner } from '../subgraphs/kit/request-signature.ts';
import { signerOf } from './caller.ts';
import type { Breaker } from './partner/breaker.ts';
import type { PersonIds } from './partner/person-ids.ts';
import type { SubgraphCall } from './subgraph-call.ts';

/** `secret`, shared with this subgraph, makes the keys of assertions and request signatures. */
export interface SubgraphTarget {
  url: string;
  secret: string;
}

/** Headers that show a subgraph who asks, for whom, and that the body is theirs; good for one sending. */
export type Identify = (call: Pick<SubgraphCall, 'context' | 'body'>) => string[];

export interface Connection {
  pool: Pool;
  /** Subscriptions hold a connection each: apart, they cannot starve the requests. */
  streams: Pool;
  path: string;
  identityOf: Identify;
  /** Set for a partner's subgraph. */
  breaker?: Breaker;
  /** Set for a partner's subgraph, which knows people by ids of its own. */
  personIds?: PersonIds;
}

const connectionsPerSubgraph = 128;

interface PoolOptions {
  connections: number;
  /** Finds the addresses of the host's name. */
  lookup?: LookupFunction;
}

/** Kept connections to one subgraph. Time-outs are those of each call, so undici's own are off. */
export const openPools = (url: string, { connections, lookup }: PoolOptions): Omit<Connection, 'identityOf'> => {
  const { origin, pathname, search } = new URL(url);
  const common = { pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connectTimeout: 3000 };
  const options = { ...common, ...(lookup && { connect: { lookup } }) };
  return {
    pool: new Pool(origin, { ...options, connections }),
    streams: new Pool(origin, options),
    path: `${pathname}${search}`,
  };
};

/** Connections to a subgraph of our own, with which the gateway shares a secret. */
export const connect = (name: string, { url, secret }: SubgraphTarget): Connection => {
  const pools = openPools(url, { connections: connectionsPerSubgraph });
  const { path } = pools;
  const signatureOf = createRequestSigner(secret);
  const signClaims = signerOf(callerKeys(secret).assertion);
  const identityOf: Identify = ({ context, body }) => {
    const assertion = context.caller.assertionFor(name, signClaims);
    return ['x-caller', assertion, 'x-signature', signatureOf({ method: 'POST', path, assertion, body })];
  };
  return { ...pools, identityOf };
};
