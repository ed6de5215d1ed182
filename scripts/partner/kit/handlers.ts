import type { IncomingMessage } from 'node:http';
import { type DocumentNode, GraphQLError, type GraphQLSchema, type ParseOptions, parse, type Source } from 'graphql';
import { createHandler as createHttpHandler } from 'graphql-http';
import { createHandler as createSseHandler } from 'graphql-sse';
import type { createErrorMask } from './errors.ts';
import { acceptsEvents, type RequestFacts } from './facts.ts';
import { limits } from './limits.ts';

export interface HandlerOptions {
  schema: GraphQLSchema;
  mask: ReturnType<typeof createErrorMask>;
  contextOf(facts: RequestFacts): object;
}

/** A verified request. */
export interface GraphRequest {
  raw: IncomingMessage;
  body: string;
  facts: RequestFacts;
}

/** What is to be sent; a subscription's body comes in pieces. */
export interface GraphAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | AsyncIterable<string> | null;
}

type Context = Record<PropertyKey, unknown>;

const limitedParse = (source: string | Source, options?: ParseOptions): DocumentNode =>
  parse(source, { ...options, maxTokens: limits.tokens });

/** Answers queries and mutations as JSON, and subscriptions as events (the GraphQL-over-HTTP and -SSE protocols). */
export const createGraphHandler = ({ schema, mask, contextOf }: HandlerOptions) => {
  const answer = createHttpHandler<IncomingMessage, RequestFacts, Context>({
    schema,
    parse: limitedParse,
    context: ({ context }) => contextOf(context) as Context,
    formatError: mask,
  });
  const stream = createSseHandler<IncomingMessage, RequestFacts, Context>({
    schema,
    authenticate: () => '',
    context: ({ context }) => contextOf(context) as Context,
    onNext: (_context, _request, result) => {
      const { errors } = result as { errors?: readonly GraphQLError[] };
      return errors ? { ...result, errors: errors.map(mask) } : undefined;
    },
  });
  return async ({ raw, body, facts }: GraphRequest): Promise<GraphAnswer> => {
    const get = (name: string) => {
      const value = raw.headers[name.toLowerCase()];
      return typeof value === 'string' ? value : null;
    };
    const request = { method: raw.method ?? '', url: raw.url ?? '', headers: { get }, raw, context: facts, body };
    const [text, { status, headers = {} }] = await (acceptsEvents(raw.headers) ? stream(request) : answer(request));
    return { status, headers, body: text };
  };
};

/** Nobody waits for the answer any more. */
export const requestOver = () =>
  new GraphQLError('The request ended before it was answered.', { extensions: { code: 'REQUEST_OVER' } });
