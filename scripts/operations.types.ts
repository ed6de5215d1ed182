import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

/** How the values of a scalar are written in JSON. */
const scalars: Record<string, string> = {
  ID: 'string',
  String: 'string',
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
  Rupiah: 'number',
  Date: 'string',
  DateTime: 'string',
  Jwk: 'object',
};

type Render = (type: GraphQLNamedType) => string;

const typed = (type: GraphQLInputType | GraphQLOutputType, render: Render): string => {
  if (isNonNullType(type)) return present(type.ofType, render);
  return `${present(type, render)} | null`;
};

const present = (type: GraphQLInputType | GraphQLOutputType, render: Render): string =>
  isListType(type) ? `readonly (${typed(type.ofType, render)})[]` : render(getNamedType(type));

const leaf = (type: GraphQLNamedType): string => {
  if (isEnumType(type))
    return type
      .getValues()
      .map(({ name }) => `'${name}'`)
      .join(' | ');
  const known = scalars[type.name];
  if (!known) throw new Error(`operations.types.ts does not know how a ${type.name} is written in JSON`);
  return known;
};

const properties = (lines: readonly string[], indent: string) => `{\n${lines.join('')}${indent}}`;

/** The answer to a selection of an object's fields. */
const answerOf = (type: GraphQLNamedType, selection: SelectionSetNode | undefined, indent: string): string => {
  if (!selection) return leaf(type);
  if (!isObjectType(type)) throw new Error(`operations.types.ts selects of objects alone, not of ${type.name}`);
  const inner = `${indent}  `;
  const lines = selection.selections.map((field) => {
    if (field.kind !== Kind.FIELD) throw new Error('operations.types.ts has no fragments');
    const { name, alias, selectionSet } = field;
    const output = type.getFields()[name.value];
    if (!output) throw new Error(`${type.name} has no field ${name.value}`);
    const value = typed(output.type, (named) => answerOf(named, selectionSet, inner));
    return `${inner}${alias?.value ?? name.value}: ${value};\n`;
  });
  return properties(lines, indent);
};

/** What a variable takes; what has a default, or may be null, may be left out. */
const inputOf = (type: GraphQLNamedType, indent: string): string => {
  if (!isInputObjectType(type)) return leaf(type);
  const inner = `${indent}  `;
  const lines = Object.values(type.getFields()).map(({ name, type: input, defaultValue }) => {
    const isOptional = !isNonNullType(input) || defaultValue !== undefined;
    return `${inner}${name}${isOptional ? '?' : ''}: ${typed(input, (named) => inputOf(named, inner))};\n`;
  });
  return properties(lines, indent);
};

const variablesOf = ({ variableDefinitions = [] }: OperationDefinitionNode, schema: GraphQLSchema, indent: string) => {
  if (variableDefinitions.length === 0) return 'Record<string, never>';
  const inner = `${indent}  `;
  const lines = variableDefinitions.map(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node as never) as GraphQLInputType;
    const isOptional = !isNonNullType(type) || defaultValue !== undefined;
    const value = typed(type, (named) => inputOf(named, inner));
    return `${inner}${variable.name.value}${isOptional ? '?' : ''}: ${value};\n`;
  });
  return properties(lines, indent);
};

const entryOf = (name: string, text: string, schema: GraphQLSchema): string => {
  const [operation, ...others] = parse(text).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0)
    throw new Error(`${name} is not one operation`);
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`the graph has no ${operation.operation}`);
  const data = answerOf(root, operation.selectionSet, '    ');
  return `  '${name}': {\n    data: ${data};\n    variables: ${variablesOf(operation, schema, '    ')};\n  };\n`;
};

/**
 * TypeScript for tests that ask with the documents of `schema/operations`: their answers and variables, by file.
 * @param documents text by file name without ending
 */
export const operationTypes = (documents: ReadonlyMap<string, string>, schema: GraphQLSchema): string => {
  const entries = [...documents].map(([name, text]) => entryOf(name, text, schema));
  return `// Written by "npm run schema" from schema/operations and the supergraph.\nexport interface Operations {\n${entries.join('')}}\n`;
};
