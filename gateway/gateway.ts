import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { SpanExporter } from '../subgraphs/kit/tracing/exporter.ts';
import { createAdmission } from './admission.ts';
import { createAllowance } from './allowance.ts';
import { createAuthenticate } from './caller.ts';
import { createCors } from './cors.ts';
import { createDocuments } from './documents.ts';
import { ProofOfPossession } from './dpop.ts';
import { createEngine } from './engine.ts';
import type { GatewayEnv } from './env.ts';
import { createExecution } from './execution.ts';
import { createExplorer } from './explorer/explorer.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { createOpenings } from './openings.ts';
import { createRateLimiter } from './rate-limit.ts';
import { openPointsStore } from './rate-store.ts';
import { isKept, spansOf } from './request-spans.ts';
import { followRevocations, type Revocations } from './revocations.ts';
import { createGatewayServer } from './server.ts';
import { addSockets, type SocketOptions } from './sockets.ts';
import { createSubgraphRequests } from './subgraph-requests.ts';
import { readSupergraph, type Supergraph } from './supergraph.ts';
import { createTrustedDocuments, readDocuments } from './trusted-documents.ts';

const operationsDirectory = 'schema/operations';
/** What `npm run graph` asks. */
const commandsDirectory = 'schema/commands';
/** Document of what has an address of its own, such as the check of a certificate. */
const publishedDocument = `${commandsDirectory}/published-certificates.graphql`;
const idleCheckMs = 50;
/** Failed tokens allowed within a tenth of a second; a check takes about 0.15 ms of a core. */
const failedTokens = { perNetwork: 20, inTotal: 100 };

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
  /** Log of one line a request, which holds no value that a client chose. */
  accessLog?: Pick<GatewayLog, 'info'>;
  /** Undefined where nobody asks for metrics: none are counted then. */
  metrics?: GatewayMetrics | undefined;
  /** Takes the traces that are kept. */
  exporter?: SpanExporter | undefined;
}

export interface Gateway {
  server: Server;
  /** Takes no new connection, lets requests in flight finish for at most `withinMs`, then closes everything. */
  stop(withinMs: number): Promise<void>;
}

const rateLimiterOf = async ({ env, log }: GatewayOptions) => {
  const { RATE_LIMITS: limits, RATE_LIMIT_DATABASE_URL: url } = env;
  return createRateLimiter({ limits, log, store: url === undefined ? undefined : await openPointsStore(url, log) });
};

/** How far documents are trusted, and where they are; nowhere where none need be known. */
export const trustOf = ({ TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_DIRECTORY, NODE_ENV }: GatewayEnv) => {
  const mode = TRUSTED_DOCUMENTS ?? (NODE_ENV === 'production' ? 'require' : 'off');
  const own = [operationsDirectory, commandsDirectory];
  const directories = TRUSTED_DOCUMENTS_DIRECTORY === undefined ? own : [...own, TRUSTED_DOCUMENTS_DIRECTORY];
  return { mode, directories: mode === 'off' ? [] : directories };
};

const trustedDocumentsOf = async (env: GatewayEnv) => {
  const { mode, directories } = trustOf(env);
  return createTrustedDocuments(mode, await readDocuments(directories));
};

const openingsOf = ({ SOCKET_LIMITS, SUBSCRIPTION_LIMITS, SOCKET_INIT_MS, SOCKET_IDLE_MS }: GatewayEnv) => ({
  opening: createOpenings({ ...SOCKET_LIMITS, anonymous: SOCKET_LIMITS.opening }),
  sockets: createOpenings(SOCKET_LIMITS),
  subscriptions: createOpenings(SUBSCRIPTION_LIMITS),
  socketsInTotal: SOCKET_LIMITS.total,
  initMs: SOCKET_INIT_MS,
  idleMs: SOCKET_IDLE_MS,
});

const revocationsOf = ({ env, log }: GatewayOptions) =>
  followRevocations({
    url: env.REVOCATIONS_URL,
    secret: env.REVOCATIONS_SECRET,
    everyMs: env.REVOCATIONS_EVERY_MS,
    log,
  });

const authenticateOf = ({ env, log }: GatewayOptions, { isRevoked }: Revocations) =>
  createAuthenticate({
    jwksUrl: env.JWKS_URL,
    issuer: env.TOKEN_ISSUER,
    audience: env.TOKEN_AUDIENCE,
    mostLifetimeS: env.TOKEN_LIFETIME_S,
    keysKeptMs: env.JWKS_KEPT_HOURS * 3_600_000,
    log,
    isRevoked,
    possession: { url: env.PUBLIC_URL ?? `http://localhost:${env.PORT}/graphql`, proofs: new ProofOfPossession() },
  });

const explorerOf = ({ EXPLORER_SIGN_IN, TOKEN_ISSUER: issuer }: GatewayEnv, { schema }: Supergraph) =>
  createExplorer({
    directory: operationsDirectory,
    schema,
    signIn: EXPLORER_SIGN_IN && { ...EXPLORER_SIGN_IN, issuer },
  });

/** Puts the parts together; the server listens when its caller says so. */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { env, supergraph: sdl, log } = options;
  const isProduction = env.NODE_ENV === 'production';
  const supergraph = readSupergraph(sdl);
  const rateLimiter = await rateLimiterOf(options);
  const revocations = revocationsOf(options);
  // A gateway that starts while the issuer is away serves all the same, as one that runs on does.
  await revocations.refresh();
  const subgraphs = createSubgraphRequests({
    subgraphs: env.SUBGRAPHS,
    timeoutMs: env.SUBGRAPH_TIMEOUT_MS,
    maximumBytes: env.SUBGRAPH_ANSWER_BYTES,
    log,
  });
  const engine = createEngine({ supergraph: sdl, subgraphRequest: subgraphs.request });
  const documents = createDocuments(supergraph, { isProduction });
  const authenticate = authenticateOf(options, revocations);
  const { budgetOf } = rateLimiter;
  const serverOptions: SocketOptions = {
    run: createExecution({
      engine,
      supergraph,
      documents,
      trusted: await trustedDocumentsOf(env),
      costLimit: env.COST_LIMIT,
      log,
    }),
    admit: createAdmission({ authenticate, budgetOf, tokenChecks: createAllowance(failedTokens) }),
    watchRevocation: revocations.watch,
    budgetOf,
    ...openingsOf(env),
    proxies: env.PROXIES,
    explorer: isProduction ? undefined : explorerOf(env, supergraph),
    publishedDocument: await readFile(publishedDocument, 'utf8'),
    cors: createCors(env.CORS_ORIGINS),
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    bodyTimeoutMs: env.BODY_TIMEOUT_MS,
    isProduction,
    log,
    accessLog: options.accessLog ?? log,
    observe: (record) => {
      options.metrics?.observe(record);
      if (options.exporter && isKept(record)) options.exporter.add(spansOf(record));
    },
  };
  options.metrics?.watch(serverOptions);
  const server = createGatewayServer(serverOptions);
  const closeSockets = addSockets(server, serverOptions);
  return {
    server,
    async stop(withinMs) {
      closeSockets();
      await closeServer(server, withinMs);
      revocations.stop();
      await subgraphs.close();
      await rateLimiter.close();
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
