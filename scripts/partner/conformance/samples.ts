import type { GraphQLObjectType } from 'graphql';
import { isInputType, isObjectType, Kind, parse, type SelectionSetNode } from 'graphql';
import { UNKNOWN_ID, valueFor } from './document.ts';
import type { Entity } from './facts.ts';

/** Keys of entities that exist, by the name of their type. */
export type Samples = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const selectionSetOf = (key: string): SelectionSetNode => {
  const [definition] = parse(`{ ${key} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${key} is no selection`);
  return definition.selectionSet;
};

const keyOf = (type: GraphQLObjectType, set: SelectionSetNode, id: string): Record<string, unknown> =>
  Object.fromEntries(
    set.selections.flatMap((each): [string, unknown][] => {
      if (each.kind !== Kind.FIELD) return [];
      const field = type.getFields()[each.name.value];
      const inner = field && 'ofType' in field.type ? field.type.ofType : field?.type;
      if (each.selectionSet && isObjectType(inner)) return [[each.name.value, keyOf(inner, each.selectionSet, id)]];
      const value = isInputType(inner) ? valueFor(inner) : UNKNOWN_ID;
      return [[each.name.value, value === UNKNOWN_ID || value === 'sample' ? id : value]];
    }),
  );

/** A key in the shape that the entity's has, which nobody gave. */
export const madeKey = ({ type, key }: Entity, id: string): Record<string, unknown> => ({
  __typename: type.name,
  ...keyOf(type, selectionSetOf(key), id),
});

/** Keys to ask for: those that are known to exist, or else made ones. */
export const representationsOf = (samples: Samples, entity: Entity): Record<string, unknown>[] => {
  const given = samples[entity.type.name] ?? [];
  if (given.length > 0) return given.map((key) => ({ ...key, __typename: entity.type.name }));
  return [1, 2, 3].map((number) => madeKey(entity, `018d0000-0000-7000-8000-00000000100${number}`));
};
