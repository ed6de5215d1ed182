import {
  type ConstValueNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
  type TypeNode,
} from 'graphql';
import { satisfies } from './implementing.ts';
import { isRequired } from './tagged.ts';
import { exists, namedType, type Types } from './types.ts';

/** Takes away what names something that is gone, until nothing does. What is left is a schema whenever `types` were one. */
export const narrowed = (types: Types): Types => {
  const next = new Map(
    [...types].flatMap(([name, type]) => {
      const left = leftOf(type, types);
      return left === undefined ? [] : [[name, left] as const];
    }),
  );
  const isSame = next.size === types.size && [...next].every(([name, type]) => types.get(name) === type);
  return isSame ? types : narrowed(next);
};

/** The type itself where nothing of it is gone; undefined where nothing is left of it. */
const leftOf = (type: TypeDefinitionNode, types: Types): TypeDefinitionNode | undefined => {
  switch (type.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return leftOfFields(type, types);
    case Kind.UNION_TYPE_DEFINITION: {
      const members = kept(type.types, ({ name }) => types.has(name.value));
      return withAny(members, members === type.types ? type : { ...type, types: members });
    }
    case Kind.ENUM_TYPE_DEFINITION:
      return withAny(type.values, type);
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const fields = keptInputs(type.fields, types);
      if (fields === undefined) return undefined;
      return withAny(fields, fields === type.fields ? type : { ...type, fields });
    }
    default:
      return type;
  }
};

type TypeWithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

const leftOfFields = (type: TypeWithFields, types: Types): TypeWithFields | undefined => {
  const fields = mapped(type.fields, (field) => leftOfField(field, types));
  if (fields.length === 0 || (type.kind === Kind.INTERFACE_TYPE_DEFINITION && isUnused(type, types))) return undefined;
  const interfaces = kept(type.interfaces, ({ name }) => satisfies(type, name.value, types));
  const isSame = fields === type.fields && interfaces.length === (type.interfaces?.length ?? 0);
  return isSame ? type : { ...type, fields, interfaces };
};

const isUnused = ({ name }: InterfaceTypeDefinitionNode, types: Types): boolean =>
  ![...types.values()].some(
    (type) =>
      type.kind === Kind.OBJECT_TYPE_DEFINITION && type.interfaces?.some((each) => each.name.value === name.value),
  );

const leftOfField = (field: FieldDefinitionNode, types: Types): FieldDefinitionNode | undefined => {
  if (!exists(types, namedType(field.type))) return undefined;
  const { arguments: given = none } = field;
  const left = keptInputs(given, types);
  if (left === undefined) return undefined;
  return left === given ? field : { ...field, arguments: left };
};

type Inputs = readonly InputValueDefinitionNode[];
const none: Inputs = [];

/** Undefined where one is gone that must be given. */
const keptInputs = (inputs: Inputs = none, types: Types): Inputs | undefined => {
  const left = mapped(inputs, (input) => leftOfInput(input, types));
  return inputs.some((input) => isRequired(input) && !exists(types, namedType(input.type))) ? undefined : left;
};

/** A default that names what is gone is the subgraph's to fill in. */
const leftOfInput = (input: InputValueDefinitionNode, types: Types): InputValueDefinitionNode | undefined => {
  const { type, defaultValue, ...rest } = input;
  if (!exists(types, namedType(type))) return undefined;
  if (defaultValue === undefined || isWritable(defaultValue, type, types)) return input;
  return type.kind === Kind.NON_NULL_TYPE ? undefined : { ...rest, type };
};

const isWritable = (value: ConstValueNode, type: TypeNode, types: Types): boolean => {
  if (value.kind === Kind.LIST) return value.values.every((item) => isWritable(item, type, types));
  const definition = types.get(namedType(type));
  if (value.kind === Kind.ENUM && definition?.kind === Kind.ENUM_TYPE_DEFINITION)
    return definition.values?.some(({ name }) => name.value === value.value) ?? false;
  if (value.kind !== Kind.OBJECT || definition?.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) return true;
  return value.fields.every(({ name, value: inner }) => {
    const field = definition.fields?.find((each) => each.name.value === name.value);
    return field !== undefined && isWritable(inner, field.type, types);
  });
};

const withAny = <T>(members: readonly unknown[] | undefined, type: T): T | undefined =>
  (members?.length ?? 0) > 0 ? type : undefined;

/** The same list where nothing is gone of it. */
const kept = <T>(list: readonly T[] = [], isLeft: (each: T) => boolean): readonly T[] =>
  list.every(isLeft) ? list : list.filter(isLeft);

const mapped = <T>(list: readonly T[] = [], left: (each: T) => T | undefined): readonly T[] => {
  const next = list.map(left);
  return next.every((each, index) => each === list[index]) ? list : next.filter((each) => each !== undefined);
};
