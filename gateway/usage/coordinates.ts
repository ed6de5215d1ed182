import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { PreparedOperation } from '../operation.ts';

type Add = (coordinate: string) => void;
type Given = Readonly<Record<string, unknown>>;

const isMetaName = (name: string) => name.startsWith('__');

/**
 * Coordinates of the fields, arguments, input fields and enum values that the document itself names. A field of an
 * interface is the interface's: each implementation must keep it as long as the interface does.
 */
export const coordinatesOf = (schema: GraphQLSchema, { document }: Pick<PreparedOperation, 'document'>) => {
  const coordinates = new Set<string>();
  const types = new TypeInfo(schema);
  const fieldName = () => {
    const parent = types.getParentType()?.name;
    const field = types.getFieldDef()?.name;
    const isOwn = parent !== undefined && field !== undefined && !isMetaName(parent) && !isMetaName(field);
    return isOwn ? `${parent}.${field}` : undefined;
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const field = fieldName();
        if (field) coordinates.add(field);
      },
      Argument({ name }) {
        const field = types.getDirective() ? undefined : fieldName();
        if (field) coordinates.add(`${field}(${name.value}:)`);
      },
      ObjectField({ name }) {
        const parent = getNamedType(types.getParentInputType());
        if (isInputObjectType(parent)) coordinates.add(`${parent.name}.${name.value}`);
      },
      EnumValue({ value }) {
        const type = getNamedType(types.getInputType());
        if (isEnumType(type)) coordinates.add(`${type.name}.${value}`);
      },
    }),
  );
  return coordinates;
};

/** Adds the coordinates of the input fields and enum values that given variables name. */
export type ReadVariables = (given: Given, add: Add) => void;

/**
 * Undefined where no variable can name any: then nothing is read of a request.
 * @param definition of a valid operation, whose variables were found to fit before they are read here
 */
export const variablesReader = (
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): ReadVariables | undefined => {
  const telling = variableDefinitions.flatMap(({ variable, type: node }): [string, GraphQLInputType][] => {
    const type = typeFromAST(schema, node as never);
    const named = getNamedType(type);
    const tells = isInputType(type) && (isEnumType(named) || isInputObjectType(named));
    return tells ? [[variable.name.value, type]] : [];
  });
  if (telling.length === 0) return undefined;
  return (given, add) => {
    for (const [name, type] of telling) readValue(given[name], type, add);
  };
};

const readValue = (value: unknown, type: GraphQLInputType, add: Add): void => {
  if (value === null || value === undefined) return;
  if (isNonNullType(type)) readValue(value, type.ofType, add);
  else if (isListType(type))
    for (const item of Array.isArray(value) ? value : [value]) readValue(item, type.ofType, add);
  else if (isInputObjectType(type)) {
    const fields = type.getFields();
    for (const name in value as object) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field === undefined) continue;
      add(`${type.name}.${name}`);
      readValue((value as Given)[name], field.type, add);
    }
  } else if (isEnumType(type) && typeof value === 'string' && type.getValue(value)) add(`${type.name}.${value}`);
};
