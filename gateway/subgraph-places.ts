import { GraphQLError } from 'graphql';
import type { RequestContext } from './context.ts';
import type { SubgraphCall } from './subgraph-call.ts';

/** An answer of more objects can have one entity in so many places that its errors are not laid at each of them. */
const mostPlaces = 2000;
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

/** Errors as they are, or without places where an entity can have too many of these. */
export const withinPlaces = (errors: GraphQLError[], { context }: SubgraphCall): GraphQLError[] =>
  (objectsOf.get(context) ?? 0) > mostPlaces ? withoutPlaces(errors) : errors;

// The engine puts them at the list in which the entities stand.
const withoutPlaces = (errors: GraphQLError[]): GraphQLError[] => {
  const byMessage = new Map(errors.map((error) => [error.message, error]));
  return [...byMessage.values()]
    .slice(0, maximumUnplaced)
    .map(({ message, extensions }) => new GraphQLError(message, { extensions }));
};
