import {
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { PreparedOperation } from '../operation.ts';

type VariableValues = Readonly<Record<string, unknown>>;

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

/** Adds the coordinates of the input fields and enum values that a value names. */
type ReadValue = (value: unknown, found: Set<string>) => void;

/** Adds those that given variables name. */
export type ReadVariables = (given: VariableValues, found: Set<string>) => void;

/**
 * Undefined where no variable can name any: then nothing is read of a request.
 * @param definition of a valid operation, whose variables were found to fit before they are read here
 */
export const variablesReader = (
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): ReadVariables | undefined => {
  const readers = new Readers();
  const telling = variableDefinitions.flatMap(({ variable, type: node }): [string, ReadValue][] => {
    const type = typeFromAST(schema, node as never);
    const read = isInputType(type) ? readers.of(type) : undefined;
    return read === undefined ? [] : [[variable.name.value, read]];
  });
  if (telling.length === 0) return undefined;
  return (given, found) => {
    for (const [name, read] of telling) read(given[name], found);
  };
};

/** Readers made once for each type: bulk mutations have thousands of input fields, and a text made anew is dear. */
class Readers {
  readonly #known = new Map<string, ReadValue>();

  /** Undefined for a scalar, which names nothing. */
  of(type: GraphQLInputType): ReadValue | undefined {
    const named = getNamedType(type);
    const known = this.#known.get(named.name);
    if (known !== undefined) return known;
    if (isEnumType(named)) return this.#keep(named.name, throughLists(enumReader(named)));
    return isInputObjectType(named) ? this.#ofObject(named) : undefined;
  }

  #keep(name: string, read: ReadValue): ReadValue {
    this.#known.set(name, read);
    return read;
  }

  #ofObject(type: GraphQLInputObjectType): ReadValue {
    const fields = new Map<string, { coordinate: string; read: ReadValue | undefined }>();
    // Known before its fields are read: an input type may hold itself.
    const reader = this.#keep(type.name, throughLists(objectReader(fields)));
    for (const { name, type: fieldType } of Object.values(type.getFields()))
      fields.set(name, { coordinate: `${type.name}.${name}`, read: this.of(fieldType) });
    return reader;
  }
}

// Of a valid value, the lists around a type need no other look at it: only they are arrays.
const throughLists = (read: ReadValue): ReadValue => {
  const readAll: ReadValue = (value, found) => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) for (const item of value) readAll(item, found);
    else read(value, found);
  };
  return readAll;
};

const enumReader = (type: GraphQLEnumType): ReadValue => {
  const coordinates = new Map<unknown, string>(type.getValues().map(({ name }) => [name, `${type.name}.${name}`]));
  return (value, found) => {
    const coordinate = coordinates.get(value);
    if (coordinate !== undefined) found.add(coordinate);
  };
};

const objectReader =
  (fields: ReadonlyMap<string, { coordinate: string; read: ReadValue | undefined }>): ReadValue =>
  (value, found) => {
    for (const name in value as object) {
      const field = fields.get(name);
      if (field === undefined) continue;
      found.add(field.coordinate);
      field.read?.((value as VariableValues)[name], found);
    }
  };
