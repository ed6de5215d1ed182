import { openPersons } from './partner/person-fields.ts';
import type { Answer, SubgraphCall, SubgraphResult } from './subgraph-call.ts';
import { readErrors } from './subgraph-error.ts';
import { SubgraphFailure } from './subgraph-failure.ts';
import type { OwedField } from './subgraph-fetch.ts';
import { rememberObjects } from './subgraph-places.ts';
import { prune } from './subgraph-pruning.ts';

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
  // Of redirects none is followed, and 500 may be how a server answers errors of GraphQL.
  if (!((status >= 200 && status < 300) || (status >= 400 && status <= 500))) {
    throw new SubgraphFailure('unavailable', `status ${status}`);
  }
  return toResult(parseJson(body), call);
};

export const toResult = (answer: unknown, call: SubgraphCall): SubgraphResult => {
  if (!isObject(answer)) throw new SubgraphFailure('unavailable', 'the answer is no GraphQL result');
  const { data, errors } = answer;
  const foreign = openedIn(data, call);
  const hasErrors = Array.isArray(errors) && errors.length > 0;
  if (!isObject(data)) {
    if (!hasErrors || (data !== null && data !== undefined)) {
      throw new SubgraphFailure('unavailable', 'the answer has neither data nor errors');
    }
    return { data: null, errors: readErrors(errors, call) };
  }
  const { selection, owed } = call.fetch;
  const pruned = prune(data, selection, call.variables);
  for (const field of owed) checkOwed(field, { data: pruned.data, call, hasErrors });
  rememberObjects(call, pruned.objects);
  const { surplus, excess } = pruned;
  const told = { surplus, excess, ...(foreign > 0 && { foreign }) };
  if (!hasErrors) return { data: pruned.data, ...told };
  return { data: pruned.data, errors: readErrors(errors, call, pruned.data), ...told };
};

/** Turns ids of people back, before anything else is made of the answer. */
const openedIn = (data: unknown, { fetch, personIds }: SubgraphCall): number => {
  const fields = personIds && fetch.persons();
  return fields ? openPersons(data, fields, personIds) : 0;
};

interface ParsedAnswer {
  data: Record<string, unknown>;
  call: SubgraphCall;
  hasErrors: boolean;
}

const checkOwed = ({ key, isOptional, entities }: OwedField, { data, call, hasErrors }: ParsedAnswer) => {
  const answered = data[key];
  if (answered === undefined) {
    if (isOptional || hasErrors) return;
    throw new SubgraphFailure('unavailable', `the answer lacks ${key}`);
  }
  const count = entities && call.counts[entities.variable];
  if (count === undefined || (answered === null && hasErrors)) return;
  if (!Array.isArray(answered) || answered.length !== count) {
    throw new SubgraphFailure('unavailable', 'the answer has not one entity for each representation');
  }
  // Pruning left a list where something else than one of the asked types stood.
  if (answered.some(Array.isArray))
    throw new SubgraphFailure('unavailable', 'the answer has an entity of another type');
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Its letters may be escaped; that servers escape other characters does not lead here.
const spelledPrototype =
  /(?:_|\\u005f){2}(?:p|\\u0070)(?:r|\\u0072)(?:o|\\u006f)(?:t|\\u0074)(?:o|\\u006f)(?:_|\\u005f){2}/i;

/** Many more than an answer of the largest size has: JSON.parse takes longest for lists and objects without anything. */
const maximumBrackets = 100_000;

/**
 * JSON without `__proto__` keys: merged into another object they would replace its prototype.
 * @throws SubgraphFailure when it is not JSON, or would take long to read
 */
export const parseJson = (text: string): unknown => {
  if (hasMore(text, '[', maximumBrackets) || hasMore(text, '{', maximumBrackets)) {
    throw new SubgraphFailure('unavailable', `answered more than ${maximumBrackets} lists or objects`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new SubgraphFailure('unavailable', 'the answer is not JSON');
  }
  if (text.includes('__proto__') || (text.includes('\\u00') && spelledPrototype.test(text))) dropPrototypes(parsed);
  return parsed;
};

const hasMore = (text: string, bracket: string, most: number): boolean => {
  if (text.length <= most) return false;
  let count = 0;
  for (let index = text.indexOf(bracket); index !== -1; index = text.indexOf(bracket, index + 1)) {
    if (++count > most) return true;
  }
  return false;
};

// JSON.parse makes it a property like any other. A list of what is left, because a walk of itself could go too deep.
const dropPrototypes = (parsed: unknown): void => {
  const left: unknown[] = [parsed];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    Reflect.deleteProperty(value, '__proto__');
    for (const child of Array.isArray(value) ? value : Object.values(value)) {
      if (typeof child === 'object' && child !== null) left.push(child);
    }
  }
};
