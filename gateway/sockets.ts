import type { Server } from 'node:http';
import { type ExecutionArgs, GraphQLError, GraphQLSchema, Kind, OperationTypeNode } from 'graphql';
import { type Context, makeServer } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type Language, languageOf, type Text } from '../subgraphs/kit/language.ts';
import { accessLine, knowCaller, operationOf } from './access-line.ts';
import { createAllowance } from './allowance.ts';
import { anonymous, type Caller } from './caller.ts';
import { tokenTexts } from './challenge.ts';
import { Departure } from './departure.ts';
import { inLanguage, type PublicError, RequestRefusal, toStatedError } from './errors.ts';
import type { Outcome } from './execution.ts';
import { toParams } from './graphql-request.ts';
import type { Leave } from './load.ts';
import { type Openings, type Release, releasing, tooManyOpen } from './openings.ts';
import { RequestRecord } from './record.ts';
import { pointsOfBody, pointsOfRefusal, refusalPrices } from './refusal-price.ts';
import { acceptLanguageOf, addressOf, newRequestId } from './request-facts.ts';
import type { ServerOptions } from './server.options.ts';
import { type ConnectionAdmission, carry, type SocketExtra } from './socket-transport.ts';
import { namingRevision, revisionHeader } from './told-revision.ts';
import { clientVersionOf } from './usage/names.ts';

const operationsPerSocket = 50;
const unauthorised = 4401;
const idle = 4408;
const tooMany = 4429;
const tryLater = 1013;
const brokenOff = 1006;
/** RFC 6455's registry: the service restarts. Clients of graphql-ws connect and subscribe again. */
const restarts = 1012;
/** How often a socket is looked at that waits for its calls before it is closed. */
const lookEveryMs = 50;
/** A close frame holds 123 bytes. */
const longestReason = 100;
/** Close codes for a peer that did not keep to the protocol. */
const faulty: ReadonlySet<number> = new Set([1002, 1007, 1009, 4400, 4406, 4409]);
/** Timers take no more; a token is at most minutes. */
const longestTimerMs = 2 ** 31 - 1;
/** Failed handshakes allowed within a tenth of a second. */
const failedHandshakes = { perNetwork: 20, inTotal: 100 };

export interface SocketOptions extends ServerOptions {
  /** Sockets that have not said who they are, counted by network. */
  opening: Openings;
  /** Sockets of strangers and of callers. */
  sockets: Openings;
  socketsInTotal: number;
  /** Time within which a socket must say who it is. */
  initMs: number;
  /** Time after which a stranger's socket without an operation is closed. */
  idleMs: number;
}

interface SocketState {
  caller: Caller;
  address: string;
  acceptLanguage: string | undefined;
  usedAt: number;
  /** Which supergraph was live when it was let in, as its client was told. */
  revision: string;
  /** Places to be given back when the socket ends. */
  places: Set<Release>;
}

type SocketContext = Context<Record<string, unknown>, SocketExtra & Partial<SocketState>>;

/**
 * Answers operations over WebSocket under the rules of HTTP: the token is `authorization` in the payload of
 * `connection_init`, its proof of possession `dpop` there, and the socket is closed when the token expires or is
 * revoked. The language is that of the handshake's Accept-Language, unless the payload has an `accept-language` of its
 * own, as browsers need it. The acknowledgement names the live supergraph; an answer of a later one does so itself.
 * @returns closes the open sockets
 */
export const addSockets = (server: Server, options: SocketOptions): (() => void) => {
  const protocol = makeServer<Record<string, unknown>, SocketExtra>({
    connectionInitWaitTimeout: options.initMs,
    onConnect: (context) => connect(context, options),
    onSubscribe: (context, id, payload) => subscribe(context, { id, payload }, options),
    onClose: (context, code = brokenOff) => settle(context, code, options),
    execute: ({ rootValue }) => rootValue as never,
    subscribe: ({ rootValue }) => rootValue as never,
    onComplete: ({ extra }, id) => void extra.departures.delete(id),
    // Errors are public already; graphql-ws would expect instances of its own.
    onNext: (...[, , , , result]) => result as never,
  });
  return carry(protocol, server, { letIn: letIn(options), log: options.log });
};

/** Who asks is known after the handshake only, so those without points left have a few tries a second. */
const letIn = (options: SocketOptions): ConnectionAdmission => {
  const handshakes = createAllowance(failedHandshakes);
  return (request, open) => {
    const { budgetOf, clock, opening, proxies, socketsInTotal } = options;
    const isFull = socketsInTotal > 0 && open >= socketsInTotal;
    if (isFull || clock.fault() !== undefined) return { status: '503 Service Unavailable', retryAfterS: 5 };
    const address = addressOf(request, proxies);
    const isExhausted = budgetOf(anonymous, address).isExhausted();
    const release =
      isExhausted && handshakes.take(address) === undefined ? undefined : opening.open(anonymous, address);
    return release ?? { status: '429 Too Many Requests', retryAfterS: 1 };
  };
};

const connect = async ({ extra, connectionParams = {} }: SocketContext, options: SocketOptions) => {
  const header = headersIn(connectionParams);
  const authorization = header('authorization');
  const address = addressOf(extra.request, options.proxies);
  const acceptLanguage = acceptLanguageIn(header('accept-language'), extra);
  const language = languageOf(acceptLanguage);
  try {
    const proof = { header: header('dpop'), method: 'GET' };
    const { caller, budget } = await options.admit({ authorization, proof, address });
    // It may have ended while its token was checked, and nothing would end what is begun here.
    if (extra.socket.readyState !== WebSocket.OPEN) return false;
    const places = new Set<Release>();
    const usedAt = performance.now();
    const revision = options.live().id;
    Object.assign(extra, { caller, address, acceptLanguage, places, usedAt, revision } satisfies SocketState);
    extra.opened();
    const place = options.sockets.open(caller, address);
    if (place === undefined) {
      budget.charge(refusalPrices.refusal);
      throw tooManyOpen('sockets');
    }
    places.add(place);
    closeAtExpiry(extra, caller, language);
    const close = () => extra.socket.close(unauthorised, tokenTexts.revoked[language]);
    extra.socket.once('close', options.watchRevocation(caller.token, close));
    if (caller.isAnonymous) closeWhenIdle(extra as SocketExtra & SocketState, options.idleMs);
    return { [revisionHeader]: revision };
  } catch (error) {
    const { status, text } = toRefusal(error, options);
    const code = status === 429 ? tooMany : status === 503 ? tryLater : unauthorised;
    extra.socket.close(code, text[language].slice(0, longestReason));
    return false;
  }
};

/** Gives back what the socket held, and counts what it cost and nobody has paid for. */
const settle = (
  { extra, connectionInitReceived }: SocketContext,
  code: number,
  { budgetOf, proxies }: SocketOptions,
) => {
  for (const release of extra.places ?? []) release();
  const budget = budgetOf(extra.caller ?? anonymous, extra.address ?? addressOf(extra.request, proxies));
  const isRefused = !connectionInitReceived || faulty.has(code);
  budget.charge(pointsOfBody(extra.unpaidBytes) + (isRefused ? refusalPrices.refusal : 0));
};

const idleText: Text = { en: 'Nothing was asked for a while.', id: 'Tidak ada permintaan selama beberapa waktu.' };

const closeWhenIdle = (extra: SocketExtra & SocketState, idleMs: number) => {
  const { socket, places } = extra;
  const look = () => {
    const isBusy = places.size > 1;
    const leftMs = isBusy ? idleMs : extra.usedAt + idleMs - performance.now();
    if (leftMs <= 0) socket.close(idle, idleText[languageOf(extra.acceptLanguage)]);
    else timer = setTimeout(look, leftMs);
  };
  let timer = setTimeout(look, idleMs);
  socket.once('close', () => clearTimeout(timer));
};

const closeAtExpiry = ({ socket }: SocketExtra, { expiresAt }: Caller, language: Language) => {
  const remainingMs = expiresAt - Date.now();
  if (remainingMs > longestTimerMs) return;
  const close = () => socket.close(unauthorised, tokenTexts.expired[language]);
  const timer = setTimeout(close, Math.max(0, remainingMs));
  socket.once('close', () => clearTimeout(timer));
};

const acceptLanguageIn = (given: string | undefined, { request }: SocketExtra): string | undefined =>
  acceptLanguageOf(given === undefined ? request.headers : { 'accept-language': given });

/** Names that a payload of `connection_init` may have; a longer one is read no further. */
const mostNames = 50;

/**
 * Reads headers from the payload of `connection_init`: in any case, as HTTP has them, beside each other or in an object
 * `headers`, as clients of other servers send them.
 */
const headersIn = (params: Record<string, unknown>): ((name: string) => string | undefined) => {
  const { headers } = params;
  const inner = typeof headers === 'object' && headers !== null ? Object.entries(headers) : [];
  const named = [...inner.slice(0, mostNames), ...Object.entries(params).slice(0, mostNames)];
  return (name) => {
    const values = named.filter(([given, value]) => given.toLowerCase() === name && typeof value === 'string');
    // One that is named twice is a list, as in HTTP: no token and no proof is one.
    return values.length === 0 ? undefined : values.map(([, value]) => value).join(', ');
  };
};

interface SocketSubscription {
  id: string;
  payload: object;
}

const subscribe = async (context: SocketContext, { id, payload }: SocketSubscription, options: SocketOptions) => {
  const { extra, subscriptions } = context;
  const connected = extra as SocketExtra & SocketState;
  const { caller, address, acceptLanguage } = connected;
  const requestId = newRequestId();
  const record = new RequestRecord(requestId);
  knowCaller(record, caller);
  const departure = new Departure();
  extra.departures.set(id, departure);
  connected.usedAt = record.startedAt;
  let release: Release | undefined;
  let leave: Leave | undefined;
  const budget = options.budgetOf(caller, address);
  try {
    if (Object.keys(subscriptions).length > operationsPerSocket) throw tooManyOperations();
    budget.spend(0);
    budget.charge(pointsOfBody(extra.unpaidBytes));
    extra.unpaidBytes = 0;
    leave = options.load.enter(caller, address);
    const deadline = (options.pulse.stoodSince() ?? record.startedAt) + options.requestTimeoutMs;
    const about = {
      requestId,
      caller,
      deadline,
      departure,
      budget,
      acceptLanguage,
      record,
      showsCost: false,
      showsCalls: false,
      clientVersion: clientVersionOf(extra.request.headers),
    };
    const revision = options.revisionFor({ caller, address });
    record.revision = revision.id;
    const outcome = await revision.run(toParams(payload as Record<string, unknown>), about, {
      mayMutate: true,
      mayStream: true,
      onOperation: (operation) => {
        record.operation = operationOf(operation);
        if (operation.definition.operation === 'subscription') release = holdPlace(connected, revision.id, options);
      },
    });
    if (outcome.kind === 'result') extra.departures.delete(id);
    if (outcome.kind === 'events' && release) outcome.payloads = releasing(outcome.payloads, release);
    else release?.();
    return answerWith(revision.id === connected.revision ? outcome : namingRevision(outcome, revision.id));
  } catch (error) {
    extra.departures.delete(id);
    release?.();
    const refusal = toRefusal(error, options);
    budget.charge(pointsOfRefusal(refusal));
    record.refuse(refusal.code, refusal.status);
    return [asError(inLanguage(refusal.toStated(), languageOf(acceptLanguage)))];
  } finally {
    leave?.();
    record.end();
    options.accessLog.info({ ...accessLine(record), method: 'WS' }, 'request');
    options.observe(record);
  }
};

/** @throws RequestRefusal 429 */
const holdPlace = (extra: SocketExtra & SocketState, revision: string, options: SocketOptions): Release => {
  const { caller, address, places, socket } = extra;
  const place = options.subscriptions.open(caller, address);
  if (place === undefined) throw tooManyOpen('subscriptions');
  const release = () => {
    places.delete(release);
    stay();
    place();
  };
  const stay = options.streams.add(revision, () => closeToRestart(extra, options));
  places.add(release);
  if (socket.readyState !== WebSocket.OPEN) release();
  return release;
};

const restartText: Text = { en: 'The graph has changed: subscribe again.', id: 'Graf berubah: berlangganan lagi.' };

/** Closes a socket when nothing is under way on it but its subscriptions: its client would send a mutation again. */
const closeToRestart = (extra: SocketExtra & SocketState, { requestTimeoutMs }: SocketOptions) => {
  const { socket, departures, places, acceptLanguage } = extra;
  const latest = performance.now() + requestTimeoutMs;
  const look = () => {
    const subscriptions = places.size - 1;
    const isQuiet = departures.size <= subscriptions || performance.now() > latest;
    if (isQuiet) socket.close(restarts, restartText[languageOf(acceptLanguage)]);
  };
  const timer = setInterval(look, lookEveryMs);
  socket.once('close', () => clearInterval(timer));
};

/** What was executed already, in the form in which graphql-ws hands it to `execute` and `subscribe`. */
const answerWith = (outcome: Outcome): ExecutionArgs | GraphQLError[] => {
  if (outcome.kind === 'result' && outcome.isRefused) return (outcome.payload.errors ?? []).map(asError);
  const operation = outcome.kind === 'events' ? OperationTypeNode.SUBSCRIPTION : OperationTypeNode.QUERY;
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [] } as const;
  const document = {
    kind: Kind.DOCUMENT,
    definitions: [{ kind: Kind.OPERATION_DEFINITION, operation, selectionSet }],
  } as const;
  return { schema: emptySchema, document, rootValue: outcome.kind === 'events' ? outcome.payloads : outcome.payload };
};

const emptySchema = new GraphQLSchema({});

const asError = ({ message, path, extensions }: PublicError) => new GraphQLError(message, { path, extensions });

const toRefusal = (error: unknown, { log }: ServerOptions): RequestRefusal => {
  if (error instanceof RequestRefusal) return error;
  const { text, extensions } = toStatedError(error, log);
  return new RequestRefusal(500, { code: 'INTERNAL_SERVER_ERROR', text, extensions });
};

const tooManyOperations = () =>
  new RequestRefusal(429, {
    code: 'RATE_LIMITED',
    text: {
      en: `One socket may have ${operationsPerSocket} operations at a time.`,
      id: `Satu soket boleh memiliki ${operationsPerSocket} operasi sekaligus.`,
    },
  });
