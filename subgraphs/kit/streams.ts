import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Caller } from './caller.ts';
import { languageOf } from './language.ts';
import type { OpenStreams } from './open-streams.ts';
import { factsOf } from './request.ts';
import type { ServerOptions } from './server.options.ts';
import type { CheckSignature } from './signed-requests.ts';
import { type StreamExecution, streamExecution } from './subscriptions.ts';
import { unfitInput } from './unfit-input.ts';

interface StreamOptions {
  options: ServerOptions;
  verify: (assertion: unknown) => Promise<Caller>;
  formatError: StreamExecution['formatError'];
}

interface SseOptions extends StreamOptions {
  streams: OpenStreams;
}

const unauthorised: [string, { status: number; statusText: string }] = [
  '',
  { status: 401, statusText: 'Unauthorized' },
];

/** Answers operations over Server-Sent Events where the client accepts them; otherwise leaves the request alone. */
export const createSse = ({ options, verify, formatError, streams }: SseOptions) => {
  const { contextOf, schema } = options;
  const handle = createHandler<Record<PropertyKey, unknown>>({
    schema,
    ...(streamExecution({ contextOf, formatError, streams }) as object),
    context: async ({ raw }) => contextOf(await factsOf(raw.headers, verify)) as Record<PropertyKey, unknown>,
    authenticate: async ({ raw }) => {
      const caller = await verify(raw.headers['x-caller']).catch((error: unknown) => {
        if (error instanceof GraphQLError) return null;
        throw error;
      });
      return caller ? '' : unauthorised;
    },
  });
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.headers.accept?.includes('text/event-stream')) await handle(request, reply);
  };
};

/** Answers operations over WebSocket on `/graphql`; returns what closes the open sockets. */
export const addWebSocket = (
  app: FastifyInstance,
  socketOptions: StreamOptions & { checkSignature: CheckSignature },
) => {
  const { options, verify, formatError, checkSignature } = socketOptions;
  const { contextOf, schema } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 256 * 1024 });
  const disposable = useServer(
    {
      schema,
      ...(streamExecution({ contextOf, formatError }) as object),
      onSubscribe: ({ extra }, _id, payload) => {
        const error = unfitInput(payload);
        const language = languageOf(extra.request.headers['accept-language']);
        return error && [new GraphQLError(error.text[language], { extensions: error.extensions })];
      },
      context: async ({ extra }) =>
        contextOf(await factsOf(extra.request.headers, verify)) as Record<PropertyKey, unknown>,
    },
    sockets,
  );
  app.server.on('upgrade', (request, socket, head) => {
    const isOurs = request.url?.split('?')[0] === '/graphql' && checkSignature(request, '');
    verify(isOurs ? request.headers['x-caller'] : undefined).then(
      () => sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request)),
      () => socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n'),
    );
  });
  return async () => disposable.dispose();
};
