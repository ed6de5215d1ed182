import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
} from '@apollo/server/plugin/disabled';
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { addAccounting } from './accounting.ts';
import { arrivalLimits, boundConnections } from './bounded-server.ts';
import { createCallerVerifier } from './caller.ts';
import { createErrorFormatter } from './errors.ts';
import { createGraphHandler } from './graph-handler.ts';
import { addHealth } from './health.ts';
import { OpenStreams } from './open-streams.ts';
import { takeNoMoreThan } from './overload.ts';
import { factsOf } from './request.ts';
import { SendTimes } from './send-times.ts';
import { addDocuments } from './served-documents.ts';
import type { ServerOptions } from './server.options.ts';
import { createSignatureCheck, takeSignedOnly } from './signed-requests.ts';
import { addWebSocket, createSse } from './streams.ts';
import { takeFitOnly } from './unfit-input.ts';

// What the gateway takes of a bulk mutation, and room for the defaults that it adds.
const BODY_LIMIT_BYTES = 3 * 1024 * 1024;

/** More than the gateway ever asks at a time, unless there are several. */
const MOST_UNDER_WAY = 512;

const IDLE_CHECK_MS = 50;

/** Each subscription of a gateway has one: as many as a gateway takes, and some for requests. */
const MOST_CONNECTIONS = 25_000;

/** A server of HTTP whose connections are bounded; the signature is what says who may ask. */
const openApp = (): FastifyInstance => {
  const { requestTimeout, ...http } = arrivalLimits;
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    trustProxy: false,
    requestTimeout,
    http,
  });
  boundConnections(app.server, { most: MOST_CONNECTIONS });
  return app;
};

/** While stopping, each answer closes its connection: one that is kept alive would hold up the stop. */
const closeConnectionsOnStop = (app: FastifyInstance) => {
  let isStopping = false;
  app.addHook('preClose', async () => {
    isStopping = true;
    // A stream ends without a header that could say so.
    const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS).unref();
    app.server.once('close', () => clearInterval(idle));
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isStopping) reply.header('connection', 'close');
  });
};

/** What is asked for, told or signed at a time is refused while nobody knows the time. */
const refuseByWrongClock = (app: FastifyInstance, clockFault: ServerOptions['clockFault']) =>
  app.addHook('onRequest', (request, reply, done) => {
    const reason = clockFault?.();
    if (reason === undefined || request.url.startsWith('/health/')) return done();
    reply.status(503).send({ errors: [{ message: reason, extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] });
  });

/** Errors outside GraphQL, such as a body over the limit, in the same form. */
const addErrorHandler = (app: FastifyInstance, formatError: ReturnType<typeof createErrorFormatter>) =>
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const code = status === 401 ? 'UNAUTHENTICATED' : status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
    const plain = { message: error.message, extensions: { code } };
    return reply.status(status).send({ errors: [status < 500 ? plain : formatError(plain, error)] });
  });

/** A subgraph's HTTP server, not yet listening: GraphQL over POST, SSE and WebSocket on `/graphql`, and health. */
export const createServer = async (options: ServerOptions): Promise<FastifyInstance> => {
  const verify = createCallerVerifier({ subgraph: options.name, secret: options.callerSecret });
  const sendTimes = new SendTimes();
  const checkSignature = createSignatureCheck({ secret: options.callerSecret, log: options.log, sendTimes });
  const formatError = createErrorFormatter(options.log, options.observer?.error);
  const apollo = new ApolloServer<object>({
    schema: options.schema,
    formatError,
    // With cache hints each field of each answer would be wrapped; nothing between gateway and subgraph keeps answers.
    plugins: [ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginCacheControlDisabled()],
    introspection: !options.isProduction,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Batches would multiply what one signed request may ask for.
    allowBatchedHttpRequests: false,
  });
  await apollo.start();
  const app = openApp();
  addAccounting(app, { ...options, sendTimes });
  closeConnectionsOnStop(app);
  refuseByWrongClock(app, options.clockFault);
  addHealth(app, options.checkReady);
  addDocuments(app, options.documents ?? []);
  addErrorHandler(app, formatError);
  const streams = new OpenStreams();
  const closeSockets = addWebSocket(app, { options, verify, formatError, checkSignature });
  const graphRoutes: FastifyPluginAsync = async (graph) => {
    takeNoMoreThan(graph, options.mostUnderWay ?? MOST_UNDER_WAY);
    takeSignedOnly(graph, checkSignature);
    takeFitOnly(graph);
    graph.route({
      method: ['GET', 'POST', 'PUT'],
      url: '/graphql',
      preHandler: createSse({ options, verify, formatError, streams }),
      handler: createGraphHandler(apollo, async ({ headers }) => options.contextOf(await factsOf(headers, verify))),
    });
  };
  await app.register(graphRoutes);
  const otherRoutes: FastifyPluginAsync = async (others) => {
    takeSignedOnly(others, checkSignature);
    for (const routes of options.routes ?? []) await others.register(routes);
  };
  await app.register(otherRoutes);
  for (const routes of options.ownRoutes ?? []) await app.register(routes);
  app.addHook('preClose', async () => {
    streams.stop();
    await closeSockets();
  });
  app.addHook('onClose', () => apollo.stop());
  return app;
};
