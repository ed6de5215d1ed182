import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { refusal, sendAnswer } from './answers.ts';
import { BodyTooLarge, readBody } from './body.ts';
import { CallerUnknown, createCallerVerifier } from './caller.ts';
import { createErrorMask, type Log } from './errors.ts';
import { acceptsEvents, factsOf, type RequestFacts, requestIdOf } from './facts.ts';
import { createGraphHandler, type GraphAnswer, requestOver } from './handlers.ts';
import { type KeySet, KeysUnavailable } from './key-set.ts';
import { limits } from './limits.ts';
import { createSignatureVerifier, type NonceMemory } from './signature.ts';

export interface ServerOptions {
  /** The subgraph's name, as it is published. */
  name: string;
  /** URL at which the gateway asks, as it is published. */
  address: string;
  keys: KeySet;
  schema: GraphQLSchema;
  log?: Log;
  /** Makes the context of the resolvers; the facts themselves unless given. */
  contextOf?(facts: RequestFacts): object;
  /** Throws while the subgraph cannot answer, for example while its database is away. */
  checkReady?(): unknown;
  nonces?: NonceMemory;
}

const onlyGateway = () => refusal(401, 'UNAUTHENTICATED', 'This service answers the gateway only: sign the request.');
const tryLater = (message: string) => refusal(503, 'OVERLOADED', message);

const over = (signal: AbortSignal): Promise<GraphAnswer> =>
  new Promise((resolve) => {
    const answer = () => resolve({ ...refusal(200, '', ''), body: JSON.stringify({ errors: [requestOver()] }) });
    if (signal.aborted) answer();
    else signal.addEventListener('abort', answer);
  });

const health = async ({ checkReady }: ServerOptions, url: string | undefined): Promise<GraphAnswer | undefined> => {
  const headers = { 'content-type': 'application/json' };
  if (url === '/health/live') return { status: 200, headers, body: '{"status":"live"}' };
  if (url !== '/health/ready') return undefined;
  try {
    await checkReady?.();
    return { status: 200, headers, body: '{"status":"ready"}' };
  } catch {
    return { status: 503, headers: { ...headers, 'retry-after': '1' }, body: '{"status":"not ready"}' };
  }
};

/** Signed requests for `/graphql`, verified before anything of them is read. */
const createGraphRoute = (options: ServerOptions) => {
  const { name, log = console, contextOf = (facts) => facts } = options;
  const faultOf = createSignatureVerifier(options);
  const callerOf = createCallerVerifier({ subgraph: name, keys: options.keys });
  const handle = createGraphHandler({ schema: options.schema, mask: createErrorMask(log), contextOf });
  return async (raw: IncomingMessage, left: AbortSignal): Promise<GraphAnswer> => {
    const { method = '', headers } = raw;
    const body = await readBody(raw);
    const fault = await faultOf({ method, headers, body });
    if (fault === 'KEYS_UNAVAILABLE') throw new KeysUnavailable();
    if (fault) log.warn(`${requestIdOf(headers)}: not the gateway's request: ${fault}`);
    if (fault) return onlyGateway();
    const facts = factsOf(headers, { caller: await callerOf(headers['x-caller']), left });
    const answer = handle({ raw, body: body.toString('utf8'), facts });
    return acceptsEvents(headers) ? answer : Promise.race([answer, over(facts.signal)]);
  };
};

const failureOf = (error: unknown, log: Log): GraphAnswer => {
  if (error instanceof BodyTooLarge)
    return refusal(413, 'BAD_REQUEST', `A body has at most ${limits.bodyBytes} bytes.`);
  if (error instanceof CallerUnknown) return onlyGateway();
  if (error instanceof KeysUnavailable) return tryLater('The keys of the gateway cannot be read now.');
  const { message, extensions } = createErrorMask(log)(error as Error);
  return refusal(500, String(extensions.code), message);
};

/** A subgraph's HTTP server, not yet listening: GraphQL over POST on the path of its address, and health. */
export const createSubgraphServer = (options: ServerOptions): Server => {
  const { log = console } = options;
  const { pathname } = new URL(options.address);
  const ask = createGraphRoute(options);
  let underWay = 0;
  const answerOf = async (request: IncomingMessage, left: AbortSignal): Promise<GraphAnswer> => {
    const healthy = request.method === 'GET' && (await health(options, request.url));
    if (healthy) return healthy;
    if (request.url !== pathname) return refusal(404, 'BAD_REQUEST', 'There is nothing here.');
    if (request.method !== 'POST') return refusal(405, 'BAD_REQUEST', 'Use POST.');
    if (underWay >= limits.requests) return tryLater('Too many are served right now.');
    underWay += 1;
    return ask(request, left)
      .catch((error: unknown) => failureOf(error, log))
      .finally(() => {
        underWay -= 1;
      });
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const leaving = new AbortController();
    response.once('close', () => leaving.abort());
    await sendAnswer(response, await answerOf(request, leaving.signal), leaving.signal);
  };
  return createServer({ requestTimeout: limits.bodyMs }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
};
