import { SubgraphFailure } from './subgraph-failure.ts';
import type { SelectedField, Selection } from './subgraph-selection.ts';

type JsonObject = Record<string, unknown>;

/** Lists of lists, and objects of a scalar that holds JSON. */
const deepest = 32;
/** Objects and lists of one answer: the tiniest ones cost as much to join as large ones. */
const maximumObjects = 50_000;

/** What is left of an answer. */
export interface PrunedAnswer {
  data: JsonObject;
  /** How many objects and lists. */
  objects: number;
  /** How many keys were answered that nobody had asked for. */
  surplus: number;
  /** How many items were beyond the length of a list that was asked for. */
  excess: number;
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * Reduces an answer in place to what was asked: a subgraph that answers more could replace the keys and the fields of
 * others, or have more entities asked for than the operation pays for. A value that cannot be the object that was asked for becomes a list, which completion reports at its place.
 * @throws SubgraphFailure when it is too deep or has too many of them
 */
export const prune = (data: JsonObject, selection: Selection, variables: Variables = {}): PrunedAnswer => {
  const pruning = new AnswerPruner(variables);
  const pruned = pruning.fields(data, selection);
  const { objects, surplus, excess } = pruning;
  return { data: pruned, objects, surplus, excess };
};

class AnswerPruner {
  objects = 0;
  surplus = 0;
  excess = 0;
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  fields(object: JsonObject, selection: Selection): JsonObject {
    this.#count();
    const fields = selection.fieldsOf(object.__typename);
    let isOther = false;
    for (const key in object) {
      const field = fields.get(key);
      if (field === undefined) {
        this.surplus++;
        isOther = true;
        continue;
      }
      const value = object[key];
      if (field.lengthFor !== undefined && Array.isArray(value)) this.#shorten(value, field.lengthFor(this.#variables));
      if (field.below === undefined) this.#leaf(value, 1);
      else {
        const kept = this.#composite(value, field.below, 1);
        if (kept !== value) object[key] = kept;
      }
      if (field.key !== key || field.setTo !== undefined) isOther = true;
    }
    return isOther ? rewritten(object, fields) : object;
  }

  #shorten(list: unknown[], most = list.length): void {
    if (list.length <= most) return;
    this.excess += list.length - most;
    list.length = most;
  }

  #composite(value: unknown, selection: Selection, depth: number): unknown {
    if (value === null) return null;
    if (typeof value !== 'object') return this.#wrong(depth);
    if (!Array.isArray(value)) {
      const object = value as JsonObject;
      return canStand(object, selection) ? this.fields(object, selection) : this.#wrong(depth);
    }
    this.#count(depth);
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      const kept = this.#composite(item, selection, depth + 1);
      if (kept !== item) value[index] = kept;
    }
    return value;
  }

  #leaf(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null) return;
    this.#count(depth);
    for (const item of Array.isArray(value) ? value : Object.values(value)) this.#leaf(item, depth + 1);
  }

  // One list is enough among the items of a list; in a field, which may be a list itself, it takes two.
  #wrong(depth: number): unknown[] {
    this.#count();
    return depth === 1 ? [[]] : [];
  }

  #count(depth = 1): void {
    if (depth > deepest) throw new SubgraphFailure('unavailable', `answered more than ${deepest} levels of lists`);
    if (++this.objects <= maximumObjects) return;
    throw new SubgraphFailure('unavailable', `answered more than ${maximumObjects} objects`);
  }
}

const canStand = ({ __typename: typename }: JsonObject, { typenames }: Selection): boolean =>
  typename === undefined || typenames.size === 0 || typenames.has(typename as string);

// A copy: an object that lost keys is slow for all that read it later.
const rewritten = (object: JsonObject, fields: ReadonlyMap<string, SelectedField>): JsonObject => {
  const asked: JsonObject = {};
  for (const key in object) {
    const field = fields.get(key);
    if (field !== undefined)
      asked[field.key] = field.setTo !== undefined && object[key] !== null ? field.setTo : object[key];
  }
  return asked;
};
