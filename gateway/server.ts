import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { languageOf } from '../subgraphs/kit/language.ts';
import { accessLine, knowCaller, operationOf } from './access-line.ts';
import type { Admission, Admit } from './admission.ts';
import { anonymous, type Caller } from './caller.ts';
import type { WhoAsks } from './canary/chosen-callers.ts';
import { hasTwoTokens, twoTokensSent } from './challenge.ts';
import type { Cors } from './cors.ts';
import { introspectionWeight } from './cost.ts';
import { refuseForgery } from './csrf.ts';
import { Departure } from './departure.ts';
import { RequestRefusal, toStatedError } from './errors.ts';
import { wantsPage } from './explorer/explorer.ts';
import { isGet, readParams } from './graphql-request.ts';
import { eventStream, negotiate, writeOutcome, writeRefusal } from './graphql-response.ts';
import { limits } from './limits.ts';
import { type Openings, tooManyOpen } from './openings.ts';
import type { KeyDirectory } from './partner/key-directory.ts';
import { publishedAt } from './published/publications.ts';
import type { Relay } from './published/relay.ts';
import { sendPublished } from './published/send.ts';
import { showBudget } from './rate-headers.ts';
import type { Budget, RateLimiter } from './rate-limit.ts';
import { RequestRecord } from './record.ts';
import { pointsOfBody, pointsOfRefusal, refusalPrices } from './refusal-price.ts';
import { acceptLanguageOf, addressOf, dpopOf, pathOf, requestIdOf } from './request-facts.ts';
import { requestTexts } from './request-text.ts';
import type { OpenStreams } from './revision/open-streams.ts';
import type { Operator } from './revision/operator.ts';
import type { Revision } from './revision/revision.ts';
import type { Revocations } from './revocations.ts';
import { revisionHeader } from './told-revision.ts';
import { clientVersionOf } from './usage/names.ts';

export interface ServerLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface ServerOptions {
  /** The revision that answers what begins now. */
  live(): Revision;
  /** The one that answers somebody now: a canary, for a share of the callers. */
  revisionFor(who: WhoAsks): Revision;
  /** It serves what still comes, and wants no more. */
  isStopping?(): boolean;
  streams: OpenStreams;
  operator: Operator;
  /** The keys that the gateway signs with for partners; undefined where it asks none. */
  keyDirectory?: KeyDirectory | undefined;
  admit: Admit;
  /** Tells when a caller's token is revoked while a stream or a socket of theirs is open. */
  watchRevocation: Revocations['watch'];
  budgetOf: RateLimiter['budgetOf'];
  /** Subscriptions of all transports. */
  subscriptions: Openings;
  /** How many of our own proxies stand in front and write X-Forwarded-For. */
  proxies: number;
  /** The document whose operations are asked for what has an address of its own. */
  publishedDocument: string;
  relay: Relay;
  cors: Cors;
  requestTimeoutMs: number;
  /** Time within which a small body must arrive. */
  bodyTimeoutMs: number;
  isProduction: boolean;
  log: ServerLog;
  accessLog: Pick<ServerLog, 'info'>;
  /** Told of each request that has ended. */
  observe(record: RequestRecord): void;
}

/** A request on its way through the server. */
interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  record: RequestRecord;
  /** The budget of who pays for it, once that is known. */
  budget: Budget | undefined;
  /** Coordinates of what the caller may not see. */
  denied: string[] | undefined;
  departure: Departure;
}

/** Connections of this process, sockets included; beyond it new ones are closed. */
const mostConnections = 20_000;
/** What a stranger pays for a list: some hundred a minute are enough for everyone. */
const relayPoints = 1000;
/** How long the rest of a refused body is taken: closing at once would lose the answer. */
const lingerMs = 2000;

/** The gateway's HTTP server: routes, identity of request and caller, and the access log. It is not listening yet. */
export const createGatewayServer = (options: ServerOptions): Server => {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const requestId = requestIdOf(request);
    const visit: Visit = {
      request,
      response,
      record: new RequestRecord(requestId, request.headers.traceparent),
      budget: undefined,
      denied: undefined,
      departure: new Departure(),
    };
    response.setHeader('x-request-id', requestId);
    // A client that is kept connected would never ask elsewhere.
    if (options.isStopping?.()) response.shouldKeepAlive = false;
    const path = pathOf(request.url ?? '/');
    if (path !== '/graphql') return answerOther(path, visit, options);
    if (options.cors(request, response)) return;
    response.once('close', () => {
      if (!response.writableFinished) visit.departure.leave();
      visit.record.end();
      logAccess(options.accessLog, visit);
      options.observe(visit.record);
    });
    void answerGraphql(visit, options);
  };
  // Time-outs are looked at this often: Node's own 30 s would let slow requests stay for twice their time.
  const server = createServer({ connectionsCheckingInterval: 2000 }, answer);
  // A client that asks before it sends a body is asked for it where the body is read, or refused before.
  server.on('checkContinue', answer);
  server.requestTimeout = 30_000;
  server.headersTimeout = 5000;
  server.keepAliveTimeout = 65_000;
  server.maxConnections = mostConnections;
  return server;
};

// The server listens only after the supergraph is loaded, so what lives is ready until it is told to stop.
const answerOther = (path: string, visit: Visit, options: ServerOptions): void => {
  const { response } = visit;
  if (path === '/') response.writeHead(302, { location: '/graphql' }).end();
  else if (path === '/health/ready' && options.isStopping?.()) answerJson(response, 503, { status: 'stopping' });
  else if (path === '/health/live' || path === '/health/ready') answerJson(response, 200, { status: 'ok' });
  else if (options.keyDirectory?.owns(path, visit.request)) options.keyDirectory.send(response);
  else if (options.operator.owns(path, visit.request)) void answerOperator(path, visit, options);
  else if (isGet(visit.request.method) && options.live().explorer?.isOwn(path)) void answerOwn(visit, options);
  else if (options.live().explorer?.owns(path)) void answerAsset(path, visit, options);
  else if (isGet(visit.request.method) && publishedAt(path)) void answerPublished(path, visit, options);
  else if (isGet(visit.request.method) && options.relay.owns(path)) void answerRelayed(path, visit, options);
  else answerNotFound(visit, options);
};

const answerAsset = async (path: string, visit: Visit, options: ServerOptions): Promise<void> => {
  const { request, response } = visit;
  try {
    const isSent = await options.live().explorer?.sendAsset(path, request, response);
    if (!isSent) answerNotFound(visit, options);
  } catch (error) {
    refuse(visit, error, options);
  }
};

/** The schema and the samples of whoever asks: as dear as their introspection. */
const answerOwn = async (visit: Visit, options: ServerOptions): Promise<void> => {
  try {
    const { caller, budget } = await admit(visit, options);
    visit.budget = budget;
    budget.spend(introspectionWeight);
    await options.live().explorer?.sendOwn(caller.audience, visit.response);
  } catch (error) {
    refuse(visit, error, options);
  }
};

const answerOperator = async (path: string, visit: Visit, options: ServerOptions): Promise<void> => {
  try {
    await options.operator.answer(path, visit.request, visit.response);
  } catch (error) {
    refuse(visit, error, options);
  }
};

/** Passes on what a subgraph has at `path`, for a price: the bytes of a large list take time of both. */
const answerRelayed = async (path: string, visit: Visit, options: ServerOptions): Promise<void> => {
  const { request, response } = visit;
  const budget = options.budgetOf(anonymous, addressOf(request, options.proxies));
  if (budget.isExhausted()) {
    response.setHeader('retry-after', String(budget.state()?.resetSeconds));
    return answerJson(response, 429, { status: 'too many requests' });
  }
  budget.charge(relayPoints);
  try {
    await options.relay.send(path, request, response);
  } catch (error) {
    if (response.headersSent) response.destroy();
    else refuse(visit, error, options);
  }
};

/** Asks for what is published at `path` as a stranger, whatever token came with it: so it is the same for everyone. */
const answerPublished = async (path: string, visit: Visit, options: ServerOptions): Promise<void> => {
  const { request, response } = visit;
  try {
    const published = publishedAt(path);
    if (!published) return answerNotFound(visit, options);
    const address = addressOf(request, options.proxies);
    const asking = { authorization: undefined, proof: { header: undefined, method: 'GET' }, address };
    const { caller, budget } = await options.admit(asking);
    visit.budget = budget;
    const { operation: operationName, variables } = published;
    const params = { query: options.publishedDocument, hash: undefined, isAutomatic: false, operationName, variables };
    const outcome = await options.live().run(params, contextOf(visit, { caller, budget }, options), {
      mayMutate: false,
      mayStream: false,
      onOperation: () => undefined,
    });
    sendPublished(response, published, outcome);
  } catch (error) {
    refuse(visit, error, options);
  }
};

const answerNotFound = ({ request, response }: Visit, { budgetOf, proxies }: ServerOptions): void => {
  const budget = budgetOf(anonymous, addressOf(request, proxies));
  if (budget.isExhausted()) {
    response.setHeader('retry-after', String(budget.state()?.resetSeconds));
    answerJson(response, 429, { status: 'too many requests' });
  } else {
    budget.charge(refusalPrices.refusal);
    answerJson(response, 404, { status: 'not found' });
  }
};

const answerJson = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
};

const answerGraphql = async (visit: Visit, options: ServerOptions): Promise<void> => {
  const { request, response } = visit;
  try {
    const { explorer } = options.live();
    if (explorer && wantsPage(request)) return await explorer.sendPage(request, response);
    const { caller, budget } = await admit(visit, options);
    visit.budget = budget;
    knowCaller(visit.record, caller);
    const { accept } = request.headers;
    const type = negotiate(accept);
    if (type === undefined) throw notAcceptable();
    refuseForgery(request.method, request.headers);
    const params = await readParams(request, {
      timeoutMs: options.bodyTimeoutMs,
      maximumBytes: caller.isAnonymous ? limits.bodyBytes : limits.bulkBodyBytes,
      onStart: () => request.headers.expect !== undefined && response.writeContinue(),
      onBody: (bytes) => budget.charge(pointsOfBody(bytes)),
    });
    const revision = options.revisionFor({ caller, address: addressOf(request, options.proxies) });
    visit.record.revision = revision.id;
    response.setHeader(revisionHeader, revision.id);
    const outcome = await revision.run(params, contextOf(visit, { caller, budget }, options), {
      mayMutate: request.method === 'POST',
      mayStream: request.method !== 'HEAD' && (accept?.includes(eventStream) ?? false),
      onOperation: (operation, denial) => {
        visit.record.operation = operationOf(operation);
        visit.denied = denial && [...denial.denied].map(({ coordinate }) => coordinate);
        if (operation.definition.operation === 'subscription') holdPlace(visit, caller, options);
      },
    });
    const onEnd = (end: () => void) => options.watchRevocation(caller.token, end);
    const onRestart = (restart: () => void) => options.streams.add(revision.id, restart);
    showBudget(response, budget, outcome.kind === 'result' ? outcome.price : undefined);
    const { 'accept-encoding': acceptEncoding } = request.headers;
    await writeOutcome(response, outcome, { type, endsAt: caller.expiresAt, onEnd, onRestart, acceptEncoding });
  } catch (error) {
    refuse(visit, error, options);
  }
};

const admit = (visit: Visit, options: ServerOptions) => {
  const { request } = visit;
  const address = addressOf(request, options.proxies);
  if (hasTwoTokens(request.rawHeaders)) {
    visit.budget = options.budgetOf(anonymous, address);
    visit.budget.spend(0);
    throw twoTokensSent();
  }
  return options.admit({
    authorization: request.headers.authorization,
    proof: { header: dpopOf(request), method: request.method ?? '' },
    address,
  });
};

const contextOf = ({ request, record, departure }: Visit, admitted: Admission, options: ServerOptions) => ({
  ...admitted,
  requestId: record.requestId,
  acceptLanguage: acceptLanguageOf(request.headers),
  deadline: record.startedAt + options.requestTimeoutMs,
  departure,
  record,
  showsCalls: request.headers['x-trace'] === '1' && !options.isProduction,
  showsCost: request.headers['x-cost'] === '1',
  showsPlan: request.headers['x-trace'] === 'plan' && !options.isProduction,
  // Whoever writes true means no execution either.
  isDryRun: (request.headers['x-dry-run'] ?? '0') !== '0',
  clientVersion: clientVersionOf(request.headers),
});

/** @throws RequestRefusal 429 */
const holdPlace = ({ request, response }: Visit, caller: Caller, { subscriptions, proxies }: ServerOptions) => {
  const release = subscriptions.open(caller, addressOf(request, proxies));
  if (release === undefined) throw tooManyOpen('subscriptions');
  if (response.destroyed) release();
  else response.once('close', release);
};

const refuse = ({ request, response, budget, record }: Visit, error: unknown, { log }: ServerOptions): void => {
  if (response.headersSent) {
    log.error({ err: error }, 'an answer broke off');
    response.destroy();
    return;
  }
  const refusal = error instanceof RequestRefusal ? error : internal(error, log);
  record.refuse(refusal.code, refusal.status);
  budget?.charge(pointsOfRefusal(refusal));
  if (budget) showBudget(response, budget);
  // Node discards what is left of a refused body.
  response.once('finish', () => {
    if (!request.complete) setTimeout(() => request.complete || request.destroy(), lingerMs).unref();
  });
  const language = languageOf(acceptLanguageOf(request.headers));
  writeRefusal(response, refusal, { type: negotiate(request.headers.accept), language });
};

const internal = (error: unknown, log: ServerLog) => {
  const { text, extensions } = toStatedError(error, log);
  return new RequestRefusal(500, { code: 'INTERNAL_SERVER_ERROR', text, extensions });
};

const notAcceptable = () => new RequestRefusal(406, { code: 'BAD_USER_INPUT', text: requestTexts.notAcceptable });

const logAccess = (log: Pick<ServerLog, 'info'>, { request, response, record, denied }: Visit) =>
  log.info(
    {
      ...accessLine(record),
      method: request.method,
      denied,
      status: response.statusCode,
      isComplete: response.writableFinished,
    },
    'request',
  );
