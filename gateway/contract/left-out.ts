import { type DocumentNode, GraphQLError, getNamedType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { FieldShape, ObjectShape, ValueShape } from '../shape.ts';
import type { Supergraph } from '../supergraph.ts';
import { isPartial } from './hidden-data.ts';

type Path = readonly (string | number)[];

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLError[];
}

/** Whether a document asks for something of which its audience is not shown all. */
export const leadsToHidden = ({ schema, hidden }: Supergraph, document: DocumentNode): boolean => {
  if (hidden === undefined) return false;
  let isLeading = false;
  const types = new TypeInfo(schema);
  const look = () => {
    const type = getNamedType(types.getType());
    if (type && isPartial(type, hidden)) isLeading = true;
  };
  visit(document, visitWithTypeInfo(types, { Field: look }));
  return isLeading;
};

/**
 * The answer of the engine without the objects and enum values that its audience is not shown, as if subgraphs had not
 * answered them: an item is missing from its list, any other value is null. Errors name the places that are left.
 */
export const leaveOut = <A extends Answer>(answer: A, shape: ObjectShape): A => {
  if (!answer.data) return answer;
  const removal = new Removal();
  const data = removal.object(answer.data, shape);
  if (data === answer.data) return answer;
  return { ...answer, data, errors: answer.errors?.flatMap((error) => removal.moved(error)) };
};

class Removal {
  /** The new places of what is left of lists, by the path of the list. */
  readonly #places = new Map<string, readonly (number | undefined)[]>();
  readonly #path: (string | number)[] = [];

  /** The same object where nothing is removed from it. */
  object(object: Record<string, unknown>, shape: ObjectShape): Record<string, unknown> {
    let left = object;
    for (const { source, value: inner } of this.#fieldsOf(object, shape)) {
      const value = object[source];
      const next = this.#at(source, value, inner);
      if (next === value) continue;
      if (left === object) left = { ...object };
      left[source] = next;
    }
    return left;
  }

  /** Empty for an error of what is removed. */
  moved(error: GraphQLError): GraphQLError[] {
    const path: (string | number)[] = [];
    for (const [index, key] of (error.path ?? []).entries()) {
      const places = typeof key === 'number' ? this.#places.get(keyOf(error.path?.slice(0, index) ?? [])) : undefined;
      const place = places === undefined || typeof key === 'string' ? key : places[key];
      if (place === undefined) return [];
      path.push(place);
    }
    const { message, extensions } = error;
    return error.path ? [new GraphQLError(message, { path, extensions, originalError: error })] : [error];
  }

  #fieldsOf({ __typename: typename }: Record<string, unknown>, shape: ObjectShape): readonly FieldShape[] {
    return shape.fieldsOf(typeof typename === 'string' ? typename : '')?.fields ?? [];
  }

  #at(key: string | number, value: unknown, shape: ValueShape): unknown {
    this.#path.push(key);
    const left = this.#value(value, shape);
    this.#path.pop();
    return left;
  }

  #value(value: unknown, shape: ValueShape): unknown {
    if (isHidden(value, shape)) return null;
    if (shape.kind === 'list') return Array.isArray(value) ? this.#list(value, shape.item) : value;
    return shape.kind === 'object' && isObject(value) ? this.object(value, shape.object) : value;
  }

  #list(list: readonly unknown[], item: ValueShape): readonly unknown[] {
    const places: (number | undefined)[] = [];
    const left: unknown[] = [];
    for (const [index, value] of list.entries()) {
      const isGone = isHidden(value, item);
      places.push(isGone ? undefined : left.length);
      if (!isGone) left.push(this.#at(index, value, item));
    }
    if (left.length < list.length) this.#places.set(keyOf(this.#path), places);
    return left.length === list.length && left.every((value, index) => value === list[index]) ? list : left;
  }
}

const keyOf = (path: Path): string => JSON.stringify(path);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isHidden = (value: unknown, shape: ValueShape): boolean => {
  if (shape.kind === 'leaf') return shape.hides?.(value) ?? false;
  return shape.kind === 'object' && isObject(value) && (shape.object.hides?.(value.__typename) ?? false);
};
