import {
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isObjectType,
} from 'graphql';

/**
 * What an audience is not shown though a place that it is shown may hold it: implementations of interfaces, members of
 * unions, values of enums.
 */
export interface HiddenData {
  /** Names of the interfaces, unions and enums of which something is hidden. */
  partial: ReadonlySet<string>;
  /** Whether the graph may answer this object at a place of this type, or value of this enum. */
  isKnown(type: string, name: string): boolean;
}

/** Undefined where nothing is hidden. */
export const hiddenData = (shown: GraphQLSchema, full: GraphQLSchema): HiddenData | undefined => {
  const names = Object.values(shown.getTypeMap())
    .filter((type) => membersOf(type, shown).length < membersOf(full.getType(type.name), full).length)
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  const known = new Map(names.map((name) => [name, new Set(membersOf(full.getType(name), full))]));
  return { partial: new Set(names), isKnown: (type, name) => known.get(type)?.has(name) ?? false };
};

const membersOf = (type: GraphQLNamedType | undefined, schema: GraphQLSchema): string[] => {
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];
};

/** Whether an object may be of a type that this audience is not shown. */
export const isPartial = (type: GraphQLNamedType, hidden: HiddenData | undefined): boolean =>
  hidden?.partial.has(type.name) ?? false;

/** Whether a subgraph answered a type that this audience is not shown: `typename` at a place of `type`. */
export const hidesType = (
  hidden: HiddenData | undefined,
  { type, schema }: { type: GraphQLAbstractType; schema: GraphQLSchema },
): ((typename: unknown) => boolean) | undefined => {
  if (hidden === undefined || !isPartial(type, hidden)) return undefined;
  return (typename) => {
    if (typeof typename !== 'string' || !hidden.isKnown(type.name, typename)) return false;
    const shown = schema.getType(typename);
    return !(isObjectType(shown) && schema.isSubType(type, shown));
  };
};

/** Whether a subgraph answered a value of an enum that this audience is not shown. */
export const hidesValue = (
  hidden: HiddenData | undefined,
  { type, accepts }: { type: GraphQLLeafType; accepts: (value: unknown) => boolean },
): ((value: unknown) => boolean) | undefined => {
  if (hidden === undefined || !isPartial(type, hidden)) return undefined;
  return (value) => typeof value === 'string' && hidden.isKnown(type.name, value) && !accepts(value);
};
