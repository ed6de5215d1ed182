import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { accessLine, knowCaller, operationOf } from './access-line.ts';
import { anonymous, type Caller } from './caller.ts';
import { introspectionWeight } from './cost.ts';
import { refuseForgery } from './csrf.ts';
import { Departure } from './departure.ts';
import { RequestRefusal } from './errors.ts';
import { wantsPage } from './explorer/explorer.ts';
import { isGet, readParams } from './graphql-request.ts';
import { eventStream, negotiate, writeOutcome } from './graphql-response.ts';
import { limits } from './limits.ts';
import { tooManyOpen } from './openings.ts';
import { assertClock } from './own-clock.ts';
import { publishedAt } from './published/publications.ts';
import { sendPublished } from './published/send.ts';
import { showBudget } from './rate-headers.ts';
import { RequestRecord } from './record.ts';
import { pointsOfBody, refusalPrices } from './refusal-price.ts';
import { addressOf, pathOf, requestIdOf } from './request-facts.ts';
import { requestTexts } from './request-text.ts';
import type { ServerLog, ServerOptions } from './server.options.ts';
import { revisionHeader } from './told-revision.ts';
import { cutUnread } from './unread-answers.ts';
import { admit, contextOf, enter, enterUntilClosed, refuse, type Visit } from './visit.ts';

/** Connections of this process, sockets included; beyond it new ones are closed. */
const mostConnections = 20_000;
/** What a stranger pays for a list: some hundred a minute are enough for everyone. */
const relayPoints = 1000;

/** The gateway's HTTP server: routes, identity of request and caller, and the access log. It is not listening yet. */
export const createGatewayServer = (options: ServerOptions): Server => {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const requestId = requestIdOf(request);
    const record = new RequestRecord(requestId, request.headers.traceparent);
    const stoodSince = options.pulse.stoodSince();
    const visit: Visit = {
      request,
      response,
      record,
      arrivedAt: stoodSince ?? record.startedAt,
      budget: undefined,
      denied: undefined,
      departure: new Departure(),
      leave: undefined,
    };
    response.setHeader('x-request-id', requestId);
    // A client that is kept connected would never ask elsewhere.
    if (options.isStopping?.()) response.shouldKeepAlive = false;
    const path = pathOf(request.url ?? '/');
    if (path !== '/graphql') return answerOther(path, visit, options);
    if (options.cors(request, response)) return;
    response.once('close', () => {
      if (!response.writableFinished) visit.departure.leave();
      visit.leave?.();
      visit.record.end();
      logAccess(options.accessLog, visit);
      options.observe(visit.record);
    });
    if (stoodSince === undefined) void answerGraphql(visit, options);
    else void options.pulse.settle().then(() => answerGraphql(visit, options));
  };
  // Time-outs are looked at this often: Node's own 30 s would let slow requests stay for twice their time.
  const server = createServer({ connectionsCheckingInterval: 2000 }, answer);
  // A client that asks before it sends a body is asked for it where the body is read, or refused before.
  server.on('checkContinue', answer);
  server.requestTimeout = 30_000;
  server.headersTimeout = 5000;
  server.keepAliveTimeout = 65_000;
  server.maxConnections = mostConnections;
  cutUnread(server);
  return server;
};

// The server listens only after the supergraph is loaded, so what lives is ready until it is told to stop, by a clock that
// is right.
const answerOther = (path: string, visit: Visit, options: ServerOptions): void => {
  const { response } = visit;
  if (path === '/') response.writeHead(302, { location: '/graphql' }).end();
  else if (path === '/health/ready' && options.isStopping?.()) answerJson(response, 503, { status: 'stopping' });
  else if (path === '/health/ready' && options.clock.fault() !== undefined)
    answerJson(response, 503, { status: 'not ready', reason: options.clock.fault() });
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
    options.load.assertRoom();
    const { caller, budget } = await admit(visit, options);
    visit.budget = budget;
    enterUntilClosed(visit, caller, options);
    budget.spend(introspectionWeight);
    await options.live().explorer?.sendOwn(caller.audience, visit.response);
    visit.leave?.();
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
  const address = addressOf(request, options.proxies);
  const budget = options.budgetOf(anonymous, address);
  if (budget.isExhausted()) {
    response.setHeader('retry-after', String(budget.state()?.resetSeconds));
    return answerJson(response, 429, { status: 'too many requests' });
  }
  budget.charge(relayPoints);
  try {
    assertClock(options.clock);
    options.load.assertRoom();
    await options.relay.send(path, { request, address }, response);
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
    assertClock(options.clock);
    const asking = { authorization: undefined, proof: { header: undefined, method: 'GET' }, address };
    options.load.assertRoom();
    const { caller, budget } = await options.admit(asking);
    visit.budget = budget;
    enterUntilClosed(visit, caller, options);
    const { operation: operationName, variables } = published;
    const params = { query: options.publishedDocument, hash: undefined, isAutomatic: false, operationName, variables };
    const outcome = await options.live().run(params, contextOf(visit, { caller, budget }, options), {
      mayMutate: false,
      mayStream: false,
      onOperation: () => undefined,
    });
    sendPublished(response, published, outcome);
    visit.leave?.();
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
    assertClock(options.clock);
    options.load.assertRoom();
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
    enter(visit, caller, options);
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
    // Streams have places of their own.
    if (outcome.kind === 'events') visit.leave?.();
    const onEnd = (end: () => void) => options.watchRevocation(caller.token, end);
    const onRestart = (restart: () => void) => options.streams.add(revision.id, restart);
    showBudget(response, budget, outcome.kind === 'result' ? outcome.price : undefined);
    const { 'accept-encoding': acceptEncoding } = request.headers;
    const writing = { type, endsAt: caller.expiresAt, onEnd, onRestart, acceptEncoding };
    await writeOutcome(response, outcome, writing);
    // Whoever reads slowly costs memory, which is bounded by itself, and no work.
    visit.leave?.();
  } catch (error) {
    refuse(visit, error, options);
  }
};

/** @throws RequestRefusal 429 */
const holdPlace = ({ request, response }: Visit, caller: Caller, { subscriptions, proxies }: ServerOptions) => {
  const release = subscriptions.open(caller, addressOf(request, proxies));
  if (release === undefined) throw tooManyOpen('subscriptions');
  if (response.destroyed) release();
  else response.once('close', release);
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
