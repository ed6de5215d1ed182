import { isJsonObject, type JsonObject } from './json-object.ts';
import type { TypeNames } from './type-names.ts';

/**
 * Adds an answer, reduced to what its fetch asked, to the object that it is about. What is there stays, so that no
 * subgraph replaces the keys and fields of others; but the name of an interface, as a subgraph with an interface object
 * says it, gives way to the type that the object is.
 */
export const mergeInto = (target: JsonObject, answer: JsonObject, types: TypeNames): void => {
  for (const key in answer) {
    const value = answer[key];
    const known = target[key];
    if (known === undefined || !Object.hasOwn(target, key)) target[key] = value;
    else if (key === '__typename') target[key] = narrower(known, value, types);
    else if (typeof known === 'object' && known !== null) mergeValues(known, value, types);
  }
};

const narrower = (known: unknown, value: unknown, types: TypeNames): unknown =>
  typeof known === 'string' && typeof value === 'string' && types.isNarrower(value, known) ? value : known;

/** Two subgraphs that share a type may each have answered a part of its fields. */
const mergeValues = (known: object, value: unknown, types: TypeNames): void => {
  if (Array.isArray(known)) {
    if (!Array.isArray(value) || value.length !== known.length) return;
    for (const [index, item] of known.entries()) {
      if (typeof item === 'object' && item !== null) mergeValues(item, value[index], types);
    }
    return;
  }
  if (isJsonObject(value) && isAlike(known as JsonObject, value)) mergeInto(known as JsonObject, value, types);
};

/**
 * Whether two answers for one place can be of one object: two subgraphs, or one that is asked twice, may have a list in
 * another order.
 */
const isAlike = (known: JsonObject, value: JsonObject): boolean => {
  for (const key in value) {
    const one = known[key];
    const other = value[key];
    if (key !== '__typename' && isLeaf(one) && isLeaf(other) && one !== other) return false;
  }
  return true;
};

const isLeaf = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** A copy of an answer for a further place, where what later fetches add to it may differ. */
export const copyOf = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy: JsonObject = {};
  for (const key in value) copy[key] = copyOf((value as JsonObject)[key]);
  return copy;
};
