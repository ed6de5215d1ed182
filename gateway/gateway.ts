import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockWatch } from '../subgraphs/kit/clock-watch.ts';
import type { SpanExporter } from '../subgraphs/kit/tracing/exporter.ts';
import { addressCheck } from './addresses.ts';
import { createAdmission } from './admission.ts';
import { createAllowance } from './allowance.ts';
import { createDayBudgets } from './budget/day-budgets.ts';
import { createAuthenticate } from './caller.ts';
import { Canaries } from './canary/canaries.ts';
import { createCors } from './cors.ts';
import { createCounts, eitherOf } from './counts/counts.ts';
import { ProofOfPossession } from './dpop.ts';
import type { GatewayEnv } from './env.ts';
import { createExplorer } from './explorer/explorer.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { type Health, openHealth } from './health/health.ts';
import { Load } from './load.ts';
import { readScopeHolders } from './missing-scopes.ts';
import { createOpenings } from './openings.ts';
import { openClock } from './own-clock.ts';
import { createKeyDirectory } from './partner/key-directory.ts';
import { readPartnerKeys } from './partner/partner-keys.ts';
import { Partners } from './partner/partners.ts';
import { createRelay } from './published/relay.ts';
import { Pulse } from './pulse.ts';
import { createRateLimiter } from './rate-limit.ts';
import { ofDays, openPointsStore } from './rate-store.ts';
import type { RequestRecord } from './record.ts';
import { documentsOf, operationsDirectory } from './registered-documents.ts';
import { isKept, spansOf } from './request-spans.ts';
import type { SupergraphCheck } from './revision/candidate.ts';
import { openDatabaseStore } from './revision/database-store.ts';
import { DocumentUses } from './revision/document-uses.ts';
import { followSupergraph } from './revision/follow.ts';
import type { Graph } from './revision/graph.ts';
import { keptOf } from './revision/kept.ts';
import { MemoryStore } from './revision/memory-store.ts';
import { OpenStreams } from './revision/open-streams.ts';
import { createOperator } from './revision/operator.ts';
import { type NativePlanner, planningApart } from './revision/planning.ts';
import type { RevisionParts } from './revision/revision.ts';
import { Revisions } from './revision/revisions.ts';
import type { SupergraphSource } from './revision/source.ts';
import { followRevocations, type Revocations } from './revocations.ts';
import { SentLog } from './sent/sent-log.ts';
import { openSentStore } from './sent/sent-store.ts';
import { createGatewayServer } from './server.ts';
import { addSockets, type SocketOptions } from './sockets.ts';
import { createSubgraphRequests } from './subgraph-requests.ts';
import { createTrustedDocuments } from './trusted-documents.ts';
import { openUsage, type Usage } from './usage/usage.ts';

/** Who may hold which scope. */
const scopesFile = 'schema/scopes.json';
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
  source: SupergraphSource;
  /** Each may refuse a supergraph before it goes live, and a rollback. */
  checks?: readonly SupergraphCheck[];
  log: GatewayLog;
  /** Log of one line a request, which holds no value that a client chose. */
  accessLog?: Pick<GatewayLog, 'info'>;
  /** Undefined where nobody asks for metrics: none are counted then. */
  metrics?: GatewayMetrics | undefined;
  /** Takes the traces that are kept. */
  exporter?: SpanExporter | undefined;
  /** Directories of our own documents; other ones for graphs that have nothing of what ours ask. */
  ownDocuments?: readonly string[] | undefined;
  /** Plans and trials; in processes of their own where it is undefined. */
  planning?: NativePlanner | undefined;
}

export interface Gateway {
  server: Server;
  revisions: Revisions;
  /**
   * Says that it is not ready and serves on for UNREADY_MS, so that what balances the load sends requests elsewhere;
   * then takes no new connection, lets requests in flight finish for at most `withinMs`, and closes everything.
   */
  stop(withinMs: number): Promise<void>;
}

const rateLimiterOf = async ({ env, log }: GatewayOptions) => {
  const { RATE_LIMITS: limits, DAY_BUDGETS, RATE_LIMIT_DATABASE_URL: url } = env;
  const store = url === undefined ? undefined : await openPointsStore(url, log);
  const dayStore = url === undefined ? undefined : await openPointsStore(url, log, ofDays);
  return createRateLimiter({
    limits,
    log,
    store,
    days: createDayBudgets({ limits: DAY_BUDGETS, store: dayStore, log }),
  });
};

const usageOf = ({ env, log }: GatewayOptions) =>
  openUsage(env.OPERATION_LOG === 'on' ? env.RATE_LIMIT_DATABASE_URL : undefined, log);

const openingsOf = ({ SOCKET_LIMITS, SUBSCRIPTION_LIMITS, SOCKET_INIT_MS, SOCKET_IDLE_MS }: GatewayEnv) => ({
  opening: createOpenings({ ...SOCKET_LIMITS, anonymous: SOCKET_LIMITS.opening }),
  sockets: createOpenings(SOCKET_LIMITS),
  subscriptions: createOpenings(SUBSCRIPTION_LIMITS),
  socketsInTotal: SOCKET_LIMITS.total,
  initMs: SOCKET_INIT_MS,
  idleMs: SOCKET_IDLE_MS,
});

const revocationsOf = ({ env, log }: GatewayOptions, clock: ClockWatch) =>
  followRevocations({
    url: env.REVOCATIONS_URL,
    secret: env.REVOCATIONS_SECRET,
    everyMs: env.REVOCATIONS_EVERY_MS,
    clock,
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

const explorerOf = ({ EXPLORER_SIGN_IN, TOKEN_ISSUER: issuer }: GatewayEnv, views: Graph['views']) =>
  createExplorer({
    directory: operationsDirectory,
    views,
    signIn: EXPLORER_SIGN_IN && { ...EXPLORER_SIGN_IN, issuer },
  });

const openSubgraphs = async ({ env, log }: GatewayOptions) => {
  const { RATE_LIMIT_DATABASE_URL: databaseUrl } = env;
  const sent = databaseUrl === undefined ? undefined : new SentLog(await openSentStore(databaseUrl, log));
  const keys = env.PARTNER_KEYS && readPartnerKeys(env.PARTNER_KEYS);
  const subgraphs = createSubgraphRequests({
    subgraphs: env.SUBGRAPHS,
    timeoutMs: env.SUBGRAPH_TIMEOUT_MS,
    silenceMs: env.STREAM_SILENCE_MS,
    maximumBytes: env.SUBGRAPH_ANSWER_BYTES,
    sent,
    log,
  });
  const own = new Set(Object.keys(env.SUBGRAPHS));
  const partners = new Partners({
    keys,
    own,
    silenceMs: env.STREAM_SILENCE_MS,
    isProduction: env.NODE_ENV === 'production',
  });
  return { subgraphs, partners, sent, keyDirectory: keys && createKeyDirectory(keys.published) };
};

/** Part of the time for closing streams in which they are chosen; a socket then waits for what is under way on it. */
const spread = 3 / 4;

interface Surroundings extends Pick<RevisionParts, 'partners' | 'requestOver'> {
  usage: Usage | undefined;
}

const openRevisions = async (options: GatewayOptions, { usage, ...subgraphs }: Surroundings) => {
  const { env, source, log, checks = [], metrics } = options;
  const { RATE_LIMIT_DATABASE_URL: databaseUrl } = env;
  const store = databaseUrl === undefined ? new MemoryStore() : await openDatabaseStore(databaseUrl, log);
  const uses = new DocumentUses(store);
  const documents = await documentsOf(env, options.ownDocuments);
  const isProduction = env.NODE_ENV === 'production';
  const scopeHolders = await readScopeHolders(scopesFile);
  const planning = options.planning ?? planningApart({ log, ...metrics?.planner });
  const streams = new OpenStreams(env.SUPERGRAPH_STREAMS_MS * spread);
  const parts = {
    ...subgraphs,
    openPlans: planning.openPlans,
    trusted: createTrustedDocuments(documents.mode, documents.registered, (hash) => uses.mark(hash)),
    costLimit: env.COST_LIMIT,
    scopeHolders,
    usage: usage?.log,
    isProduction,
    explorerOf: (views: Graph['views']) => (isProduction ? undefined : explorerOf(env, views)),
    log,
  };
  const revisions = await Revisions.open(source, {
    parts,
    store,
    streams,
    documents: documents.all,
    uses,
    trialFault: planning.trialFault,
    checks: [
      ...checks,
      addressCheck({ own: new Set(Object.keys(env.SUBGRAPHS)), hasPartnerKeys: env.PARTNER_KEYS !== undefined }),
    ],
    observe: metrics?.countOffer,
    log,
  }).catch(async (error: unknown) => {
    await planning.stop();
    await store.close();
    throw error;
  });
  const canaries = new Canaries({ revisions, source: source.canary, streams, observer: metrics?.canary, log });
  const following = followSupergraph(revisions, { source, uses, canaries, everyMs: env.SUPERGRAPH_POLL_MS, log });
  const close = async () => {
    await following.stop();
    canaries.close();
    await planning.stop();
    await store.close();
  };
  return { revisions, canaries, look: following.look, streams, documents, close };
};

interface Told {
  opened: Awaited<ReturnType<typeof openRevisions>>;
  usage: Usage | undefined;
  health: Health | undefined;
  sent: SentLog | undefined;
}

/** What operators and the registry ask, each by a secret of its own. */
const operatorOf = (
  env: GatewayEnv,
  { opened: { revisions, canaries, look, documents }, usage, health, sent }: Told,
) => {
  const { COUNTS_SECRET, SUPERGRAPH_SECRET: secret, SUPERGRAPH_LOOK_SECRET: lookSecret, DAY_BUDGETS: budgets } = env;
  const kept = keptOf({ usage, documents: documents.all, costLimit: env.COST_LIMIT });
  return eitherOf(
    createCounts({ secret: COUNTS_SECRET, usage, health, sent, budgets }),
    createOperator({ revisions, canaries, look, usage, secret, lookSecret, kept, countsSecret: COUNTS_SECRET }),
  );
};

const observerOf =
  ({ metrics, exporter }: GatewayOptions, { canaries, health }: { canaries: Canaries; health: Health | undefined }) =>
  (record: RequestRecord) => {
    metrics?.observe(record);
    health?.observe(record);
    canaries.observe(record);
    if (exporter && isKept(record)) exporter.add(spansOf(record));
  };

/** What the environment alone decides of how requests are taken. */
const takingOf = (env: GatewayEnv) => ({
  ...openingsOf(env),
  load: new Load(env.IN_FLIGHT),
  pulse: new Pulse(),
  proxies: env.PROXIES,
  cors: createCors(env.CORS_ORIGINS),
  relay: createRelay(env.SUBGRAPHS),
  requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
  bodyTimeoutMs: env.BODY_TIMEOUT_MS,
  isProduction: env.NODE_ENV === 'production',
});

/** Puts the parts together; the server listens when its caller says so. */
export const createGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { env, log } = options;
  const rateLimiter = await rateLimiterOf(options);
  const clock = await openClock(env.RATE_LIMIT_DATABASE_URL, log);
  const revocations = revocationsOf(options, clock.watch);
  // A gateway that starts while the issuer is away serves all the same, as one that runs on does.
  await revocations.refresh();
  const { subgraphs, partners, sent, keyDirectory } = await openSubgraphs(options);
  const usage = await usageOf(options);
  const health = await openHealth(env.RATE_LIMIT_DATABASE_URL, log);
  const opened = await openRevisions(options, { partners, requestOver: subgraphs.requestOver, usage }).catch(
    async (error: unknown) => {
      await usage?.stop();
      await health?.stop();
      await sent?.close();
      throw error;
    },
  );
  const { revisions, canaries, streams, documents } = opened;
  const authenticate = authenticateOf(options, revocations);
  const { budgetOf } = rateLimiter;
  let isStopping = false;
  const serverOptions: SocketOptions = {
    live: () => revisions.live,
    revisionFor: (who) => canaries.revisionFor(who),
    isStopping: () => isStopping,
    streams,
    operator: operatorOf(env, { opened, usage, health, sent }),
    admit: createAdmission({ authenticate, budgetOf, tokenChecks: createAllowance(failedTokens) }),
    watchRevocation: revocations.watch,
    budgetOf,
    ...takingOf(env),
    clock: clock.watch,
    keyDirectory,
    publishedDocument: documents.published,
    log,
    accessLog: options.accessLog ?? log,
    observe: observerOf(options, { canaries, health }),
  };
  options.metrics?.watch({ ...serverOptions, revisions, canaries });
  const server = createGatewayServer(serverOptions);
  const closeSockets = addSockets(server, serverOptions);
  return {
    server,
    revisions,
    async stop(withinMs) {
      isStopping = true;
      if (env.UNREADY_MS > 0) await sleep(env.UNREADY_MS);
      streams.closeAll();
      closeSockets();
      await closeServer(server, withinMs);
      revocations.stop();
      serverOptions.pulse.stop();
      await clock.close();
      await opened.close();
      await usage?.stop();
      await health?.stop();
      await sent?.close();
      await Promise.all([subgraphs.close(), partners.close(), serverOptions.relay.close()]);
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
