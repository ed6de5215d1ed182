import { GraphQLError } from 'graphql';
import type { RequestContext } from './context.ts';
import type { SubgraphCall } from './subgraph-call.ts';

/** The engine repeats an error of an entity for each place where that entity stands: so many errors at most, in all. */
const maximumErrors = 2000;
const fewObjects = 100;
const manyObjects = 5000;
const maximumUnplaced = 10;

/** The most objects that one answer of a request had, where those are many: no entity stands in more places. */
const objectsOf = new WeakMap<RequestContext, number>();

export const rememberObjects = ({ context, kind }: SubgraphCall, count: number): void => {
  if (count > fewObjects && (kind === 'subscription' || count > (objectsOf.get(context) ?? 0))) {
    objectsOf.set(context, count);
  }
};

/** Whether joining and completing the answers of this request takes so long that others should have a turn in between. */
export const hasManyObjects = (context: RequestContext): boolean => (objectsOf.get(context) ?? 0) > manyObjects;

/** Keeps so few errors of each entity that all its places together are bounded; without places where it has too many. */
export const withinPlaces = (errors: GraphQLError[], { context }: SubgraphCall): GraphQLError[] => {
  const most = Math.floor(maximumErrors / (objectsOf.get(context) ?? fewObjects));
  if (most === 0) return withoutPlaces(errors);
  if (errors.length <= most) return errors;
  const counts = new Map<string, number>();
  return errors.filter(({ path }) => {
    if (typeof path?.[1] !== 'number') return true;
    const entity = `${path[0]}.${path[1]}`;
    const count = (counts.get(entity) ?? 0) + 1;
    counts.set(entity, count);
    return count <= most;
  });
};

// The engine puts them at the list in which the entities stand.
const withoutPlaces = (errors: GraphQLError[]): GraphQLError[] => {
  const byMessage = new Map(errors.map((error) => [error.message, error]));
  return [...byMessage.values()]
    .slice(0, maximumUnplaced)
    .map(({ message, extensions }) => new GraphQLError(message, { extensions }));
};
