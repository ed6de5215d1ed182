import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { isJsonObject, type JsonObject } from './json-object.ts';
import type { TypeNames } from './type-names.ts';

/** A step into a field, or on only where the object is of one of these types. */
type Step = { field: string } | { typenames: ReadonlySet<string> };

/** The way to entities in the data. Lists are gone through wherever they are. */
export type PlacePath = readonly Step[];
export type Location = readonly (string | number)[];

export const placePath = (segments: readonly FlattenNodePathSegment[], types: TypeNames): PlacePath =>
  segments.flatMap((segment): Step[] => {
    if (segment === '@') return [];
    if ('Field' in segment) return [{ field: segment.Field }];
    if ('TypeCondition' in segment) return [{ typenames: types.possibleForAny(segment.TypeCondition) }];
    throw new Error(`unknown segment of a plan's path: ${JSON.stringify(segment)}`);
  });

export const fieldsIn = (path: PlacePath): string[] => path.flatMap((step) => ('field' in step ? [step.field] : []));

/** The objects at a path. */
export const objectsAt = (data: JsonObject, path: PlacePath): JsonObject[] => {
  const found: JsonObject[] = [];
  visit(data, { path, found }, 0);
  return found;
};

const visit = (value: unknown, search: { path: PlacePath; found: JsonObject[] }, index: number): void => {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, search, index);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const object = value as JsonObject;
  const step = search.path[index];
  if (step === undefined) search.found.push(object);
  else if ('field' in step) visit(object[step.field], search, index + 1);
  else if (isOneOf(step.typenames, object)) visit(object, search, index + 1);
};

const isOneOf = (typenames: ReadonlySet<string>, { __typename: typename }: JsonObject) =>
  typeof typename !== 'string' || typenames.has(typename);

/** The locations of objects at a path: looked for only where an error must say them. */
export const locationsAt = (data: JsonObject, path: PlacePath): Map<JsonObject, Location[]> => {
  const found = new Map<JsonObject, Location[]>();
  const trail: (string | number)[] = [];
  const walk = (value: unknown, index: number): void => {
    if (Array.isArray(value)) {
      for (const [position, item] of value.entries()) {
        trail.push(position);
        walk(item, index);
        trail.pop();
      }
      return;
    }
    if (!isJsonObject(value)) return;
    const step = path[index];
    if (step === undefined) {
      const known = found.get(value);
      if (known === undefined) found.set(value, [[...trail]]);
      else known.push([...trail]);
    } else if ('field' in step) {
      trail.push(step.field);
      walk(value[step.field], index + 1);
      trail.pop();
    } else if (isOneOf(step.typenames, value)) walk(value, index + 1);
  };
  walk(data, 0);
  return found;
};
