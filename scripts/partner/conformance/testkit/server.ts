import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type ExecutionResult, execute, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { LOAN_SDL } from './loan.schema.ts';
import type { createPartnerVerifier } from './verifier.ts';

const MOST_BYTES = 256 * 1024;

interface Question {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

const textIn = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const sendJson = (response: ServerResponse, status: number, value: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
};

const readQuestion = (body: string): Question | undefined => {
  try {
    const read = JSON.parse(body) as Partial<Question> | null;
    const { variables = {} } = read ?? {};
    const isFit = typeof read?.query === 'string' && typeof variables === 'object' && !Array.isArray(variables);
    return isFit ? (read as Question) : undefined;
  } catch {
    return undefined;
  }
};

const refuse = (message: string) => ({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });

/** What nobody meant to say is not said. */
const masked = (error: GraphQLError): GraphQLError =>
  error.extensions.code
    ? error
    : new GraphQLError('this went wrong', { path: error.path, extensions: { code: 'INTERNAL_SERVER_ERROR' } });

interface Disturbance {
  fault: string | undefined;
  query: string;
  leftMs: number;
}

/** Faults of how a server answers, whatever it is asked. */
const disturb = async (result: ExecutionResult, { fault, query, leftMs }: Disturbance) => {
  const list = result.data?._entities as ({ __typename?: string } | null)[] | undefined;
  if (fault === 'entity-order' && list && list.length > 7) list.reverse();
  if (fault === 'entity-page' && list?.length === 100 && leftMs > 1_000) list.pop();
  if (fault === 'sdl' && result.data?._service) result.data._service = { sdl: `${LOAN_SDL}\ntype Other { id: ID! }` };
  const isUsual = query.includes('amount') && list?.length === 3;
  if (fault === 'latency' && isUsual) await delay(300);
  if (fault === 'deadline' && leftMs < 1_000) await delay(1_200);
};

interface ServerOptions {
  schema: GraphQLSchema;
  isAllowed: ReturnType<typeof createPartnerVerifier>;
  /** Its one fault, where it has one. */
  fault?: string | undefined;
}

/** A partner's server by libraries alone. */
export const startPartnerServer = async ({ schema, isAllowed, fault }: ServerOptions) => {
  let underWay = 0;
  let address = '';
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/health/ready') return sendJson(response, fault === 'health' ? 404 : 200, { status: 'ready' });
    const body = await textIn(request);
    if (!(await isAllowed({ headers: request.headers, body, url: address }))) {
      return sendJson(response, 401, {
        errors: [{ message: 'not the gateway', extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
    if (body.length > MOST_BYTES) return sendJson(response, 413, refuse('too large'));
    const asked = readQuestion(body);
    if (!asked) return sendJson(response, fault === 'hostile-input' ? 500 : 400, refuse('no question'));
    // The careless one has one worker, and turns away who comes while it is busy with another.
    if (fault === 'load' && underWay > 0) return sendJson(response, 503, refuse('busy'));
    underWay += 1;
    try {
      return sendJson(response, 200, await resultOf(asked, Number(request.headers['x-deadline-ms'])));
    } finally {
      underWay -= 1;
    }
  };
  const resultOf = async (asked: Question, leftMs: number): Promise<unknown> => {
    try {
      const document = parse(asked.query, { maxTokens: 15_000 });
      const [wrong] = validate(schema, document, undefined, { maxErrors: 1 });
      if (wrong) return { errors: [wrong] };
      const { variables: variableValues, operationName } = asked;
      const result = await execute({ schema, document, variableValues, operationName });
      const errors = result.errors?.map(masked);
      await disturb(result, { fault, query: asked.query, leftMs });
      if (fault === 'load') await delay(40);
      return { ...result, ...(errors && { errors }) };
    } catch (error) {
      return { errors: [error instanceof GraphQLError ? error : { message: 'this cannot be read' }] };
    }
  };
  const server = createServer((request, response) => answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { address, stop };
};
