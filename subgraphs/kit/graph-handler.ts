import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What the gateway accepts: see `subgraph-requests.ts` there. */
const GATEWAY_ACCEPTS = 'application/graphql-response+json, application/json';

const ANSWER_TYPE = 'application/graphql-response+json; charset=utf-8';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface PlainOperation {
  query: string;
  variables: Record<string, unknown> | undefined;
  operationName: string | undefined;
}

/** The operation of a request as the gateway sends it; undefined for one of any other form. */
const plainOperation = ({ method, headers, body }: FastifyRequest): PlainOperation | undefined => {
  if (method !== 'POST' || headers.accept !== GATEWAY_ACCEPTS || !isObject(body)) return undefined;
  const { query, variables, operationName } = body;
  if (typeof query !== 'string' || body.extensions !== undefined) return undefined;
  if (variables !== undefined && !isObject(variables)) return undefined;
  if (operationName !== undefined && typeof operationName !== 'string') return undefined;
  return { query, variables, operationName };
};

/**
 * Answers GraphQL requests by Apollo. What has the form that the gateway sends is executed without Apollo's HTTP layer,
 * which would copy the headers, parse the address and negotiate the media type; the answer is the same.
 */
export const createGraphHandler = (
  apollo: ApolloServer<object>,
  contextOf: (request: FastifyRequest) => Promise<object>,
) => {
  const byHttp = fastifyApolloHandler(apollo, { context: contextOf });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    reply.header('cache-control', 'no-store');
    const operation = plainOperation(request);
    // Who calls is not known: Apollo's layer says so.
    const contextValue = operation && (await contextOf(request).catch(() => undefined));
    if (!contextValue) return byHttp.call(request.server, request, reply);
    const { http, body } = await apollo.executeOperation(operation, { contextValue });
    if (body.kind !== 'single') throw new Error('an answer in parts was not asked for');
    for (const [name, value] of http.headers) reply.header(name, value);
    const { errors, data, extensions } = body.singleResult;
    reply.status(http.status ?? 200).type(ANSWER_TYPE);
    return `${JSON.stringify({ errors, data, extensions })}\n`;
  };
};
