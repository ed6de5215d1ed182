import type { LookupFunction } from 'node:net';
import { Pool } from 'undici';
import { callerKeys, createRequestSigner } from '../subgraphs/kit/request-signature.ts';
import { Breaker } from './breaker.ts';
import { signerOf } from './caller.ts';
import { KeptConnections } from './kept/kept-connections.ts';
import type { PersonIds } from './partner/person-ids.ts';
import type { SubgraphCall } from './subgraph-call.ts';
import type { SubgraphPool } from './subgraph-pool.ts';

/** `secret`, shared with this subgraph, makes the keys of assertions and request signatures. */
export interface SubgraphTarget {
  url: string;
  secret: string;
  /** For its calls, where it is another one than that of all. */
  timeoutMs?: number | undefined;
}

/** Headers that show a subgraph who asks, for whom, and that the body is theirs; good for one sending. */
export type Identify = (call: Pick<SubgraphCall, 'context' | 'body'>) => string[];

export interface Connection {
  pool: SubgraphPool;
  /** Subscriptions hold a connection each: apart, they cannot starve the requests. */
  streams: Pool;
  path: string;
  identityOf: Identify;
  breaker: Breaker;
  /** For its calls, where it is another one than that of all. */
  timeoutMs?: number | undefined;
  /** Set for a partner's subgraph, which knows people by ids of its own. */
  personIds?: PersonIds;
}

type ConnectionPools = Pick<Connection, 'pool' | 'streams' | 'path'>;

const connectionsPerSubgraph = 128;
/** As many wait for a connection as have one. */
const mostCalls = 2 * connectionsPerSubgraph;
const restMs = 1000;

interface PoolOptions {
  connections: number;
  /** Time in milliseconds after which a stream ends on which nothing came, no ping either; none where it is not given. */
  silenceMs?: number;
  /** Finds the addresses of the host's name. */
  lookup?: LookupFunction;
  /** Takes the requests in place of undici. */
  pool?: SubgraphPool | undefined;
}

/** Kept connections to one subgraph. Time-outs of calls are those of each call, so undici's own are off. */
export const openPools = (url: string, opening: PoolOptions): ConnectionPools => {
  const { connections, silenceMs = 0, lookup, pool } = opening;
  const { origin, pathname, search } = new URL(url);
  const common = { pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connectTimeout: 3000 };
  const options = { ...common, ...(lookup && { connect: { lookup } }) };
  return {
    pool: pool ?? new Pool(origin, { ...options, connections }),
    streams: new Pool(origin, { ...options, bodyTimeout: silenceMs }),
    path: `${pathname}${search}`,
  };
};

/** Over TLS, which is where the network between is not ours, undici asks. */
const ownPools = (address: string, silenceMs: number): ConnectionPools => {
  const url = new URL(address);
  const connections = connectionsPerSubgraph;
  const pool = url.protocol === 'http:' ? new KeptConnections({ url, most: connections }) : undefined;
  return openPools(address, { connections, silenceMs, pool });
};

interface ConnectedTarget extends SubgraphTarget {
  silenceMs: number;
}

/** Connections to a subgraph of our own, with which the gateway shares a secret. */
export const connect = (name: string, { url, secret, timeoutMs, silenceMs }: ConnectedTarget): Connection => {
  const pools = ownPools(url, silenceMs);
  const { path } = pools;
  const signatureOf = createRequestSigner(secret);
  const signClaims = signerOf(callerKeys(secret).assertion);
  const identityOf: Identify = ({ context, body }) => {
    const assertion = context.caller.assertionFor(name, signClaims);
    return ['x-caller', assertion, 'x-signature', signatureOf({ method: 'POST', path, assertion, body })];
  };
  const breaker = new Breaker({ mostCalls, restMs, mindsBadAnswers: false });
  return { ...pools, identityOf, breaker, timeoutMs };
};
