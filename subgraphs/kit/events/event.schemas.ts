import { z } from 'zod';
import { type EventDefinition, schemaName } from './event.ts';

/** Returns the same JSON value with the keys of its objects in order. */
export const sortedKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sortedKeys(member)]));
};

/** `input` leaves unknown fields allowed: a later version of the publisher may add some. */
const jsonSchema = ({ type, data, schemaUri }: EventDefinition) => {
  const schema = z.toJSONSchema(data, { target: 'draft-2020-12', io: 'input' });
  return `${JSON.stringify(sortedKeys({ ...schema, $id: schemaUri, title: type }), null, 2)}\n`;
};

/**
 * The JSON Schema of each event, by its path in the repository, in the order of the paths.
 * @throws Error when two definitions share a type and version
 */
export const eventSchemas = (definitions: readonly EventDefinition[]): Map<string, string> => {
  const files = new Map<string, string>();
  for (const definition of definitions.toSorted((left, right) => (schemaName(left) < schemaName(right) ? -1 : 1))) {
    const path = `schema/events/${schemaName(definition)}.json`;
    if (files.has(path)) throw new Error(`${schemaName(definition)} is defined twice`);
    files.set(path, jsonSchema(definition));
  }
  return files;
};
