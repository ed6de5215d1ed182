import { GraphQLError } from 'graphql';
import type { SubgraphCall, SubgraphResult } from './subgraph-call.ts';
import type { Answer } from './subgraph-exchange.ts';
import { SubgraphFailure } from './subgraph-failure.ts';

const maximumErrors = 500;

/**
 * A subgraph's answer, which is untrusted input, as a result for the engine.
 * @throws SubgraphFailure when it is not an answer to this call.
 */
export const readSubgraphResult = ({ status, body, retryAfter }: Answer, call: SubgraphCall): SubgraphResult => {
  if (status === 401) throw new SubgraphFailure('unavailable', 'it refused the caller assertion (401)');
  if (status === 503 && /^\d{1,4}$/.test(retryAfter ?? '')) {
    throw new SubgraphFailure('overloaded', 'it has too much to do (503)', Number(retryAfter));
  }
  if (status === 504) throw new SubgraphFailure('timeout', 'it had no time left (504)');
  if (status >= 500 && status !== 500) throw new SubgraphFailure('unavailable', `status ${status}`);
  return toResult(parseJson(body), call);
};

export const toResult = (answer: unknown, { subgraph, variables }: SubgraphCall): SubgraphResult => {
  if (!isObject(answer)) throw new SubgraphFailure('unavailable', 'the answer is no GraphQL result');
  const { data, errors } = answer;
  const hasErrors = Array.isArray(errors) && errors.length > 0;
  if (!isObject(data) && !(hasErrors && (data === null || data === undefined))) {
    throw new SubgraphFailure('unavailable', 'the answer has neither data nor errors');
  }
  if (isObject(data) && '_entities' in data) checkEntities(data._entities, variables?.representations);
  const result: SubgraphResult = { data: (data ?? null) as Record<string, unknown> | null };
  return hasErrors
    ? { ...result, errors: errors.slice(0, maximumErrors).map((error) => toError(error, subgraph)) }
    : result;
};

const checkEntities = (entities: unknown, representations: unknown) => {
  if (entities === null || !Array.isArray(representations)) return;
  if (Array.isArray(entities) && entities.length === representations.length) return;
  throw new SubgraphFailure('unavailable', 'the answer has not one entity for each representation');
};

const toError = (error: unknown, subgraph: string): GraphQLError => {
  const { message, path, extensions } = isObject(error) ? error : {};
  const { code, errorId, argument, retryAfterSeconds } = isObject(extensions) ? extensions : {};
  return new GraphQLError(typeof message === 'string' ? message : 'an error without a message', {
    path: isPath(path) ? path : undefined,
    extensions: { subgraph, code, errorId, argument, retryAfterSeconds },
  });
};

const isPath = (path: unknown): path is (string | number)[] =>
  Array.isArray(path) && path.length < 100 && path.every((key) => typeof key === 'string' || Number.isInteger(key));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON without `__proto__` keys: merged into another object they would replace its prototype. */
export const parseJson = (text: string): unknown => {
  try {
    // Escaped letters can spell the key, too; both are rare enough to pay for the slow way.
    const isSuspect = text.includes('__proto__') || text.includes('\\u00');
    return isSuspect ? JSON.parse(text, withoutPrototypes) : JSON.parse(text);
  } catch {
    throw new SubgraphFailure('unavailable', 'the answer is not JSON');
  }
};

function withoutPrototypes(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}
