import {
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { PersonIds } from './person-ids.ts';

/** The entity whose id is another one for each partner. */
const PERSON = 'Participant';
const KEY = 'id';
/** Lists of lists. */
const deepest = 32;

type JsonObject = Record<string, unknown>;

/** The places at which an operation asks for ids of people. */
export interface PersonFields {
  /** Response keys of ids of the objects that stand here. */
  ids: Set<string>;
  /** An object without a type's name is a person's. */
  isSure: boolean;
  below: Map<string, PersonFields>;
}

interface Operation {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

const noFields = (): PersonFields => ({ ids: new Set(), isSure: false, below: new Map() });

/** Undefined where an operation asks for none. */
export const personFieldsOf = (
  { operation, selectionSet }: OperationDefinitionNode,
  of: Operation,
): PersonFields | undefined => {
  const fields = noFields();
  collect(fields, { set: selectionSet, type: of.schema.getRootType(operation) }, of);
  return used(fields) ? fields : undefined;
};

interface Part {
  set: SelectionSetNode;
  type: GraphQLNamedType | null | undefined;
}

const collect = (into: PersonFields, { set, type }: Part, of: Operation): void => {
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD) {
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : of.fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      if (fragment) {
        const inner = condition === undefined ? type : of.schema.getType(condition);
        collect(into, { set: fragment.selectionSet, type: inner }, of);
      }
      continue;
    }
    const name = selection.name.value;
    const key = selection.alias?.value ?? selection.name.value;
    if (name === KEY && canBePerson(type, of.schema)) {
      into.ids.add(key);
      if (type?.name === PERSON) into.isSure = true;
    }
    if (!selection.selectionSet) continue;
    const below = into.below.get(key) ?? noFields();
    into.below.set(key, below);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    collect(below, { set: selection.selectionSet, type: field && getNamedType(field.type) }, of);
  }
};

const canBePerson = (type: Part['type'], schema: GraphQLSchema): boolean =>
  type?.name === PERSON ||
  (isAbstractType(type) && schema.getPossibleTypes(type).some((member) => member.name === PERSON));

/** Takes away what leads to no id. */
const used = (fields: PersonFields): boolean => {
  for (const [key, below] of fields.below) if (!used(below)) fields.below.delete(key);
  return fields.ids.size > 0 || fields.below.size > 0;
};

/**
 * Turns the ids that a subgraph answered back, in place; what was not sealed for it becomes null.
 * @returns how many did
 */
export const openPersons = (value: unknown, fields: PersonFields, ids: PersonIds): number => {
  let refused = 0;
  const open = (object: JsonObject, key: string, isPerson: boolean) => {
    const sealed = object[key];
    if (sealed === undefined || sealed === null) return;
    const id = typeof sealed === 'string' ? ids.open(sealed) : undefined;
    // Of an object whose type nobody asked, an id that opens is a person's, and any other is not.
    if (id === undefined && !isPerson) return;
    object[key] = id ?? null;
    if (id === undefined) refused += 1;
  };
  const walk = (at: unknown, { ids: keys, isSure, below }: PersonFields, depth: number): void => {
    if (typeof at !== 'object' || at === null || depth > deepest) return;
    if (Array.isArray(at)) {
      for (const item of at) walk(item, { ids: keys, isSure, below }, depth + 1);
      return;
    }
    const object = at as JsonObject;
    const { __typename: typename } = object;
    if (typename === undefined || typename === PERSON)
      for (const key of keys) open(object, key, isSure || typename === PERSON);
    for (const [key, inner] of below) walk(object[key], inner, 0);
  };
  walk(value, fields, 0);
  return refused;
};

interface SealContext {
  schema: GraphQLSchema;
  ids: PersonIds;
}

/** Seals the ids of people in representations, as a subgraph's types have them, in place. */
export const sealPersons = (value: unknown, sealing: SealContext, type?: GraphQLNamedType): void => {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) sealPersons(item, sealing, type);
    return;
  }
  const object = value as JsonObject;
  const own = typeof object.__typename === 'string' ? sealing.schema.getType(object.__typename) : type;
  const fields = isObjectType(own) || isInterfaceType(own) ? own.getFields() : {};
  for (const [key, inner] of Object.entries(object)) {
    if (key === KEY && own?.name === PERSON && typeof inner === 'string') object[key] = sealing.ids.seal(inner);
    else if (typeof inner === 'object') {
      const field = fields[key];
      sealPersons(inner, sealing, field && getNamedType(field.type));
    }
  }
};
