import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';

/** What reached a subgraph. */
export interface ReceivedCall {
  headers: IncomingHttpHeaders;
  query: string;
  variables: Record<string, unknown> | undefined;
}

type Resolvers = Record<string, unknown>;

export interface SubgraphOptions {
  typeDefs: string;
  resolvers: Resolvers;
  /** Answers instead of the schema, until it returns false. */
  intercept?: (request: IncomingMessage, response: ServerResponse, call: ReceivedCall) => boolean;
  /** Answers subscriptions instead of the schema. */
  interceptStream?: (request: IncomingMessage, response: ServerResponse) => void;
}

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@interfaceObject", "@override", "@inaccessible", "@tag",
    "@authenticated", "@requiresScopes", "@cost", "@listSize", "@composeDirective", "@context", "@fromContext"])\n`;

/** A subgraph on a real port: Apollo's schema over plain HTTP, and graphql-sse for subscriptions. */
export const startSubgraph = async ({ typeDefs, resolvers, intercept, interceptStream }: SubgraphOptions) => {
  const sdl = federation + typeDefs;
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as object as never }]);
  const calls: ReceivedCall[] = [];
  const context = (headers: IncomingHttpHeaders) => ({ headers });
  const stream = createHandler({ schema, context: (request) => context(request.raw.headers) });

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.accept?.includes('text/event-stream')) {
      return interceptStream ? interceptStream(request, response) : stream(request, response);
    }
    const call = { headers: request.headers, ...(JSON.parse(await text(request)) as Omit<ReceivedCall, 'headers'>) };
    calls.push(call);
    if (intercept?.(request, response, call)) return;
    const result = await execute({
      schema,
      document: parse(call.query),
      variableValues: call.variables,
      contextValue: context(request.headers),
    });
    response.writeHead(200, { 'content-type': 'application/json', 'x-sql-statements': '2' });
    response.end(JSON.stringify(result));
  };

  let port = 0;
  const listen = async () => {
    // A gateway that leaves in the middle of a stream is no error of a test.
    const server = createServer((request, response) => answer(request, response).catch(() => response.destroy()));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
    return server;
  };
  let server = await listen();
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  return {
    sdl,
    calls,
    url: `http://127.0.0.1:${port}/graphql`,
    /** How many connections are open. */
    connections: () =>
      new Promise<number>((resolve) => {
        server.getConnections((_, count) => resolve(count));
      }),
    stop,
    restart: async () => {
      server = await listen();
    },
  };
};

export type Subgraph = Awaited<ReturnType<typeof startSubgraph>>;

const text = async (request: IncomingMessage) => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
};
