import { GraphQLError } from 'graphql';
import type { JsonObject } from './json-object.ts';
import { type Location, locationsAt, type PlacePath } from './places.ts';

export const relocated = (error: GraphQLError, path: Location): GraphQLError => {
  const { message, extensions } = error;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const moved = new GraphQLError(message, {
    path: path.length > 0 ? path : undefined,
    extensions,
    originalError: error,
  });
  Error.stackTraceLimit = stackTraceLimit;
  return moved;
};

/** The places in the data of the entities of one list of an answer. */
export interface EntityPlaces {
  paths: readonly PlacePath[];
  targets: readonly JsonObject[];
  /** The index in the answer of each target's entity. */
  indexes: readonly number[];
}

/** Locations by the index in the answer, each once: two paths of a list may reach one object. */
export const locationsOf = (data: JsonObject, { paths, targets, indexes }: EntityPlaces): Map<number, Location[]> => {
  const found = paths.map((path) => locationsAt(data, path));
  const byIndex = new Map<number, Location[]>();
  for (const [position, target] of targets.entries()) {
    const index = indexes[position] ?? -1;
    const known = byIndex.get(index) ?? [];
    byIndex.set(index, known);
    const locations = found.flatMap((each) => each.get(target) ?? []);
    known.push(...(found.length > 1 ? distinct(locations) : locations));
  }
  return byIndex;
};

/** Two paths of a plan can lead to one place. */
const distinct = (locations: readonly Location[]): Location[] => [
  ...new Map(locations.map((each) => [each.join('.'), each])).values(),
];
