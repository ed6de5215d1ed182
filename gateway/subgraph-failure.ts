import { gatewayError } from './errors.ts';
import type { SubgraphCall, SubgraphResult } from './subgraph-call.ts';
import { withinPlaces } from './subgraph-places.ts';

/** `message` may name hosts and is for the log only; the client sees `kind`. */
export class SubgraphFailure extends Error {
  readonly kind: 'unavailable' | 'timeout' | 'overloaded';
  /** When to come again, where it is overloaded. */
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: SubgraphFailure['kind'], reason: string, retryAfterSeconds?: number) {
    super(reason);
    this.kind = kind;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Nothing came: the subgraph is away, or hangs. */
export class SilentSubgraph extends SubgraphFailure {}

/** Nobody waits for the answer any more, which says nothing about the subgraph. */
export class AbandonedCall extends SubgraphFailure {
  constructor() {
    super('unavailable', 'the client has left');
  }
}

const texts = {
  unavailable: { code: 'SUBGRAPH_UNAVAILABLE', en: 'is unavailable', id: 'tidak tersedia' },
  timeout: { code: 'SUBGRAPH_TIMEOUT', en: 'did not answer in time', id: 'tidak menjawab tepat waktu' },
  overloaded: { code: 'OVERLOADED', en: 'has too much to do right now', id: 'sedang terlalu sibuk' },
} as const;

/** A page of 100 entities with five fields each needs no 500 errors to say that one subgraph is down. */
const maximumErrors = 50;

/** Null data, and an error at each field that the subgraph owed, by the paths of its own operation. */
export const failureResult = ({ kind, retryAfterSeconds }: SubgraphFailure, call: SubgraphCall): SubgraphResult => {
  const { subgraph } = call;
  const { code, en, id } = texts[kind];
  const text = { en: `Subgraph "${subgraph}" ${en}.`, id: `Subgraf "${subgraph}" ${id}.` };
  const paths = owedPaths(call).slice(0, maximumErrors);
  const errors = paths.map((path) => gatewayError(code, text, { path, subgraph, retryAfterSeconds }));
  return { data: null, errors: withinPlaces(errors, call) };
};

const owedPaths = ({ fetch, counts }: SubgraphCall): (string | number)[][] =>
  fetch.owed.flatMap(({ key, entities }) => {
    if (entities === undefined) return [[key]];
    const count = Math.min(counts[entities.variable] ?? 1, maximumErrors);
    return Array.from({ length: count }, (_, index) => entities.fields.map((field) => [key, index, field])).flat();
  });
