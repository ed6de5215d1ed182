import type { Server } from 'node:http';
import { type ExecutionArgs, GraphQLError, GraphQLSchema, Kind, OperationTypeNode } from 'graphql';
import { type Context, makeServer } from 'graphql-ws';
import type { Caller } from './caller.ts';
import { type PublicError, RequestRefusal, toPublicError } from './errors.ts';
import type { Outcome } from './execution.ts';
import { toParams } from './graphql-request.ts';
import { addressOf, newRequestId } from './request-facts.ts';
import type { ServerOptions } from './server.ts';
import { carry, type SocketExtra } from './socket-transport.ts';

const operationsPerSocket = 50;
const unauthorised = 4401;
/** Timers take no more; a token is at most minutes. */
const longestTimerMs = 2 ** 31 - 1;

interface Connected {
  caller: Caller;
  address: string;
}

type SocketContext = Context<Record<string, unknown>, SocketExtra & Partial<Connected>>;

/**
 * Answers operations over WebSocket under the rules of HTTP: the token is `authorization` in the payload of `connection_init`, its
 * proof of possession `dpop` there, and the socket is closed when the token expires or is revoked.
 * @returns closes the open sockets
 */
export const addSockets = (server: Server, options: ServerOptions): (() => void) => {
  const protocol = makeServer<Record<string, unknown>, SocketExtra>({
    onConnect: (context) => connect(context, options),
    onSubscribe: (context, _id, payload) => subscribe(context, payload, options),
    execute: ({ rootValue }) => rootValue as never,
    subscribe: ({ rootValue }) => rootValue as never,
    // Errors are public already; graphql-ws would expect instances of its own.
    onNext: (...[, , , , result]) => result as never,
  });
  return carry(protocol, server, options.log);
};

const connect = async ({ extra, connectionParams = {} }: SocketContext, options: ServerOptions) => {
  const authorization = connectionParams.authorization ?? connectionParams.Authorization;
  try {
    const header = textOf(connectionParams.dpop ?? connectionParams.DPoP);
    const caller = await options.authenticate(textOf(authorization), { header, method: 'GET' });
    const address = addressOf(extra.request, options.proxies);
    options.budgetOf(caller, address).spend(0);
    Object.assign(extra, { caller, address });
    closeAtExpiry(extra, caller);
    closeAtRevocation(extra, caller, options);
    return true;
  } catch (error) {
    extra.socket.close(unauthorised, toRefusal(error, options).message.slice(0, 100));
    return false;
  }
};

const closeAtExpiry = ({ socket }: SocketExtra, { expiresAt }: Caller) => {
  const remainingMs = expiresAt - Date.now();
  if (remainingMs > longestTimerMs) return;
  const timer = setTimeout(() => socket.close(unauthorised, 'The token has expired.'), Math.max(0, remainingMs));
  socket.once('close', () => clearTimeout(timer));
};

const closeAtRevocation = ({ socket }: SocketExtra, caller: Caller, { watchRevocation }: ServerOptions) => {
  const unwatch = watchRevocation(caller.token, () => socket.close(unauthorised, 'The token was revoked.'));
  socket.once('close', unwatch);
};

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

const subscribe = async ({ extra, subscriptions }: SocketContext, payload: object, options: ServerOptions) => {
  const { caller, address } = extra as SocketExtra & Connected;
  const requestId = newRequestId();
  const startedAt = performance.now();
  let operation: string | undefined;
  try {
    if (Object.keys(subscriptions).length > operationsPerSocket) throw tooMany();
    const budget = options.budgetOf(caller, address);
    budget.spend(0);
    const deadline = startedAt + options.requestTimeoutMs;
    const context = {
      requestId,
      caller,
      deadline,
      budget,
      acceptLanguage: undefined,
      trace: undefined,
      showsCost: false,
    };
    const outcome = await options.run(toParams(payload as Record<string, unknown>), context, {
      mayMutate: true,
      mayStream: true,
      onOperation: ({ definition }) => {
        operation = definition.name?.value;
      },
    });
    return answerWith(outcome);
  } catch (error) {
    return [asError(toRefusal(error, options).toPublic())];
  } finally {
    options.log.info({ requestId, method: 'WS', operation: operation?.slice(0, 100) }, 'request');
  }
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
  const { message, extensions } = toPublicError(error, log);
  return new RequestRefusal(500, { code: 'INTERNAL_SERVER_ERROR', message, extensions });
};

const tooMany = () =>
  new RequestRefusal(429, {
    code: 'RATE_LIMITED',
    message: `One socket may have ${operationsPerSocket} operations at a time.`,
  });
