import type { Change } from '@graphql-inspector/core';
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** Coordinates whose users notice a change of the schema. */
type Effect = (meta: Readonly<Record<string, string>>, before: GraphQLSchema) => string[];

const named =
  (...keys: [string, string?]): Effect =>
  (meta) => [keys.map((key) => meta[key ?? ''] ?? '').join('.')];

/** The argument itself, for who gives it. */
const argument: Effect = ({ typeName, fieldName, argumentName, removedFieldArgumentName }) => [
  `${typeName}.${fieldName}(${argumentName ?? removedFieldArgumentName}:)`,
];

const returning =
  (key: string): Effect =>
  (meta, before) =>
    fieldsReturning(before, meta[key] ?? '');

const every =
  (key: string): Effect =>
  (meta, before) => [
    ...fieldsReturning(before, meta[key] ?? ''),
    ...inside(before, meta[key] ?? ''),
    ...taking(before, meta[key] ?? ''),
  ];

const byType: Readonly<Record<string, Effect>> = {
  FIELD_REMOVED: named('typeName', 'removedFieldName'),
  FIELD_TYPE_CHANGED: named('typeName', 'fieldName'),
  FIELD_ARGUMENT_ADDED: named('typeName', 'fieldName'),
  FIELD_ARGUMENT_REMOVED: argument,
  // Who leaves an argument out notices a new default, or that it must be given now.
  FIELD_ARGUMENT_TYPE_CHANGED: (meta, before) => [...argument(meta, before), `${meta.typeName}.${meta.fieldName}`],
  FIELD_ARGUMENT_DEFAULT_CHANGED: named('typeName', 'fieldName'),
  INPUT_FIELD_REMOVED: named('inputName', 'removedFieldName'),
  INPUT_FIELD_ADDED: every('inputName'),
  INPUT_FIELD_TYPE_CHANGED: every('inputName'),
  INPUT_FIELD_DEFAULT_VALUE_CHANGED: every('inputName'),
  ENUM_VALUE_REMOVED: named('enumName', 'removedEnumValueName'),
  // Where an enum is input only, no client is given the new value.
  ENUM_VALUE_ADDED: returning('enumName'),
  UNION_MEMBER_ADDED: returning('unionName'),
  UNION_MEMBER_REMOVED: every('unionName'),
  OBJECT_TYPE_INTERFACE_ADDED: returning('addedInterfaceName'),
  OBJECT_TYPE_INTERFACE_REMOVED: every('removedInterfaceName'),
  TYPE_REMOVED: every('removedTypeName'),
  TYPE_KIND_CHANGED: every('typeName'),
};

/** Returns no coordinate where nobody can notice a change. */
export const affectedBy = ({ type, meta, path = '' }: Change, before: GraphQLSchema): string[] => {
  const affected = Object.hasOwn(byType, type) ? byType[type] : undefined;
  return affected ? affected(meta, before) : [path];
};

const typesOf = (schema: GraphQLSchema): GraphQLNamedType[] =>
  Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

const hasFields = (type: GraphQLNamedType) => isObjectType(type) || isInterfaceType(type);

const fieldsReturning = (schema: GraphQLSchema, name: string): string[] =>
  typesOf(schema)
    .filter(hasFields)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => getNamedType(field.type).name === name)
        .map((field) => `${type.name}.${field.name}`),
    );

/** Arguments and input fields that take a type. */
const taking = (schema: GraphQLSchema, name: string): string[] => {
  const types = typesOf(schema);
  const args = types
    .filter(hasFields)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args
          .filter((arg) => getNamedType(arg.type).name === name)
          .map((arg) => `${type.name}.${field.name}(${arg.name}:)`),
      ),
    );
  const inputs = types.filter(isInputObjectType).flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => getNamedType(field.type).name === name)
      .map((field) => `${type.name}.${field.name}`),
  );
  return [...args, ...inputs];
};

const inside = (schema: GraphQLSchema, name: string): string[] => {
  const type = schema.getType(name);
  if (isEnumType(type)) return type.getValues().map((value) => `${name}.${value.name}`);
  const isHolder = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
  return isHolder ? Object.keys(type.getFields()).map((field) => `${name}.${field}`) : [];
};
