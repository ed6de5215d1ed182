import { type DefinitionNode, type DocumentNode, Kind, type TypeDefinitionNode, type TypeNode } from 'graphql';

/** Definitions by name. */
export type Types = ReadonlyMap<string, TypeDefinitionNode>;

const kinds: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
]);

export const isTypeDefinition = (node: DefinitionNode): node is TypeDefinitionNode => kinds.has(node.kind);

export const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);

const builtIn: ReadonlySet<string> = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

export const exists = (types: Types, name: string): boolean => builtIn.has(name) || types.has(name);

/** Names of the root types. */
export const rootNames = ({ definitions }: DocumentNode): ReadonlySet<string> => {
  const schema = definitions.find((node) => node.kind === Kind.SCHEMA_DEFINITION);
  return new Set(schema?.operationTypes.map(({ type }) => type.name.value) ?? ['Query', 'Mutation', 'Subscription']);
};
