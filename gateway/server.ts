import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Authenticate } from './caller.ts';
import { refuseForgery } from './csrf.ts';
import { RequestRefusal, toPublicError } from './errors.ts';
import type { Run } from './execution.ts';
import { readParams } from './graphql-request.ts';
import { eventStream, negotiate, writeOutcome, writeRefusal } from './graphql-response.ts';
import { limits } from './limits.ts';
import type { PreparedOperation } from './operation.ts';
import type { RateLimiter } from './rate-limit.ts';
import { addressOf, dpopOf, languageOf, pathOf, requestIdOf } from './request-facts.ts';
import type { Revocations } from './revocations.ts';
import { Trace } from './trace.ts';

export interface ServerLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface ServerOptions {
  run: Run;
  authenticate: Authenticate;
  /** Tells when a caller's token is revoked while a stream or a socket of theirs is open. */
  watchRevocation: Revocations['watch'];
  budgetOf: RateLimiter['budgetOf'];
  /** How many of our own proxies stand in front and write X-Forwarded-For. */
  proxies: number;
  /** The GraphiQL page; undefined serves none. */
  graphiql: Buffer | undefined;
  requestTimeoutMs: number;
  isProduction: boolean;
  log: ServerLog;
  accessLog: Pick<ServerLog, 'info'>;
}

/** A request on its way through the server. */
interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
  startedAt: number;
  operation: PreparedOperation | undefined;
  /** Coordinates of what the caller may not see. */
  denied: string[] | undefined;
}

/** The gateway's HTTP server: routes, identity of request and caller, and the access log. It is not listening yet. */
export const createGatewayServer = (options: ServerOptions): Server => {
  const { accessLog } = options;
  const server = createServer((request, response) => {
    const requestId = requestIdOf(request);
    const visit: Visit = {
      request,
      response,
      requestId,
      startedAt: performance.now(),
      operation: undefined,
      denied: undefined,
    };
    response.setHeader('x-request-id', requestId);
    const path = pathOf(request.url ?? '/');
    if (path !== '/graphql') return answerOther(path, response);
    response.once('close', () => logAccess(accessLog, visit));
    void answerGraphql(visit, options);
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  server.keepAliveTimeout = 65_000;
  return server;
};

// The server listens only after the supergraph is loaded, so ready and live are the same here.
const answerOther = (path: string, response: ServerResponse): void => {
  if (path === '/') response.writeHead(302, { location: '/graphql' }).end();
  else if (path === '/health/live' || path === '/health/ready') answerJson(response, 200, { status: 'ok' });
  else answerJson(response, 404, { status: 'not found' });
};

const answerJson = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
};

const answerGraphql = async (visit: Visit, options: ServerOptions): Promise<void> => {
  const { request, response } = visit;
  const { accept } = request.headers;
  if (options.graphiql && wantsPage(request)) return answerPage(response, options.graphiql);
  const type = negotiate(accept);
  try {
    if (type === undefined) throw notAcceptable();
    refuseForgery(request.method, request.headers);
    const proof = { header: dpopOf(request), method: request.method ?? '' };
    const caller = await options.authenticate(request.headers.authorization, proof);
    const budget = options.budgetOf(caller, addressOf(request, options.proxies));
    budget.spend(0);
    const params = await readParams(request, caller.isAnonymous ? limits.bodyBytes : limits.bulkBodyBytes);
    const context = {
      requestId: visit.requestId,
      caller,
      acceptLanguage: languageOf(request),
      deadline: visit.startedAt + options.requestTimeoutMs,
      trace: request.headers['x-trace'] === '1' && !options.isProduction ? new Trace() : undefined,
      budget,
      showsCost: request.headers['x-cost'] === '1',
    };
    const outcome = await options.run(params, context, {
      mayMutate: request.method === 'POST',
      mayStream: accept?.includes(eventStream) ?? false,
      onOperation: (operation, denial) => {
        visit.operation = operation;
        visit.denied = denial && [...denial.denied].map(({ coordinate }) => coordinate);
      },
    });
    const onEnd = (end: () => void) => options.watchRevocation(caller.token, end);
    await writeOutcome(response, outcome, { type, endsAt: caller.expiresAt, onEnd });
  } catch (error) {
    refuse(visit, error, options);
  }
};

const refuse = ({ request, response }: Visit, error: unknown, { log }: ServerOptions): void => {
  if (response.headersSent) {
    log.error({ err: error }, 'an answer broke off');
    response.destroy();
    return;
  }
  // Node discards what is left of a refused body, within the request time-out: closing would lose the answer.
  const refusal = error instanceof RequestRefusal ? error : internal(error, log);
  writeRefusal(response, refusal, negotiate(request.headers.accept));
};

const internal = (error: unknown, log: ServerLog) => {
  const { message, extensions } = toPublicError(error, log);
  return new RequestRefusal(500, { code: 'INTERNAL_SERVER_ERROR', message, extensions });
};

const notAcceptable = () =>
  new RequestRefusal(406, {
    code: 'BAD_USER_INPUT',
    message: 'Accept application/graphql-response+json, application/json or text/event-stream.',
  });

const wantsPage = ({ method, headers, url = '' }: IncomingMessage) =>
  method === 'GET' && (headers.accept?.includes('text/html') ?? false) && !/[?&]query=/.test(url);

const answerPage = (response: ServerResponse, page: Buffer): void => {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': page.length,
    'x-content-type-options': 'nosniff',
    'content-security-policy': pagePolicy,
  });
  response.end(page);
};

/** Scripts and styles are inline, editors run in blob workers; nothing may be fetched from elsewhere. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const logAccess = (
  log: Pick<ServerLog, 'info'>,
  { request, response, requestId, startedAt, operation, denied }: Visit,
) => {
  const { name, operation: kind } = operation?.definition ?? {};
  log.info(
    {
      requestId,
      method: request.method,
      // A name is the client's to invent, and may be a number of somebody.
      operation: name?.value.slice(0, 100).replaceAll(/\d{10,}/g, '••••'),
      kind,
      denied,
      status: response.statusCode,
      isComplete: response.writableFinished,
      durationMs: Math.round((performance.now() - startedAt) * 100) / 100,
    },
    'request',
  );
};
