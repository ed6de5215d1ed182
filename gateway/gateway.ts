import type { Server } from 'node:http';
import { transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, parse } from 'graphql';
import { createAuthenticate } from './caller.ts';
import { createDocuments } from './documents.ts';
import { createEngine } from './engine.ts';
import type { GatewayEnv } from './env.ts';
import { createExecution } from './execution.ts';
import { renderGraphiql } from './graphiql.ts';
import { createGatewayServer } from './server.ts';
import { createSubgraphRequests } from './subgraph-requests.ts';

const operationsDirectory = 'schema/operations';
const idleCheckMs = 50;

interface GatewayLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface GatewayOptions {
  env: GatewayEnv;
  /** SDL */
  supergraph: string;
  log: GatewayLog;
}

export interface Gateway {
  server: Server;
  /** Takes no new connection, lets requests in flight finish for at most `withinMs`, then closes everything. */
  stop(withinMs: number): Promise<void>;
}

/** Puts the parts together; the server listens when its caller says so. */
export const createGateway = async ({ env, supergraph, log }: GatewayOptions): Promise<Gateway> => {
  const isProduction = env.NODE_ENV === 'production';
  const schema = buildASTSchema(transformSupergraphToPublicSchema(parse(supergraph, { noLocation: true })), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  const subgraphs = createSubgraphRequests({ subgraphs: env.SUBGRAPHS, timeoutMs: env.SUBGRAPH_TIMEOUT_MS, log });
  const engine = await createEngine({ supergraph, subgraphRequest: subgraphs.request });
  const documents = createDocuments(schema, { isProduction });
  const server = createGatewayServer({
    run: createExecution({ engine, schema, documents, log }),
    authenticate: createAuthenticate({
      jwksUrl: env.JWKS_URL,
      issuer: env.TOKEN_ISSUER,
      audience: env.TOKEN_AUDIENCE,
    }),
    graphiql: isProduction ? undefined : await renderGraphiql(operationsDirectory),
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    isProduction,
    log,
  });
  return {
    server,
    async stop(withinMs) {
      await closeServer(server, withinMs);
      await subgraphs.close();
    },
  };
};

const closeServer = (server: Server, withinMs: number) =>
  new Promise<void>((resolve) => {
    const forced = setTimeout(() => server.closeAllConnections(), withinMs);
    // A connection that becomes idle later would be kept for its client's next request.
    const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
    server.close(() => {
      clearTimeout(forced);
      clearInterval(idle);
      resolve();
    });
  });
