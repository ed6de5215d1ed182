import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  type NamedTypeNode,
  parse,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
  type StringValueNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';

export type TypeKind = 'ScalarType' | 'ObjectType' | 'InterfaceType' | 'UnionType' | 'EnumType' | 'InputObjectType';
export type TypeNode = TypeDefinitionNode | TypeExtensionNode;
export type MemberNode = FieldDefinitionNode | InputValueDefinitionNode;

/** All that one subgraph states of a type, in its definitions and extensions together. */
export interface TypePart {
  name: string;
  kind: TypeKind;
  /** At least one. */
  nodes: readonly TypeNode[];
  descriptions: readonly StringValueNode[];
  directives: readonly ConstDirectiveNode[];
  fields: readonly MemberNode[];
  values: readonly EnumValueDefinitionNode[];
  /** Types of a union. */
  members: readonly NamedTypeNode[];
  interfaces: readonly NamedTypeNode[];
}

/** What one subgraph states. */
export interface SchemaPart {
  document: DocumentNode;
  types: ReadonlyMap<string, TypePart>;
  directives: readonly DirectiveDefinitionNode[];
  schemas: readonly (SchemaDefinitionNode | SchemaExtensionNode)[];
}

/** An SDL of many more tokens is a flood: the largest subgraph of the graph has 15,000. */
const maxTokens = 400_000;

/** @throws GraphQLError with a location where the text is no SDL */
export const readPart = (sdl: string): SchemaPart => {
  const document = parse(sdl, { maxTokens });
  const nodes = document.definitions.filter((node) => isTypeDefinitionNode(node) || isTypeExtensionNode(node));
  const byName = Map.groupBy(nodes, ({ name }) => name.value);
  return {
    document,
    types: new Map([...byName].map(([name, those]) => [name, typePart(name, those)])),
    directives: document.definitions.filter((node) => node.kind === 'DirectiveDefinition'),
    schemas: document.definitions.filter(isSchemaNode),
  };
};

const isSchemaNode = (node: DefinitionNode): node is SchemaDefinitionNode | SchemaExtensionNode =>
  node.kind === 'SchemaDefinition' || node.kind === 'SchemaExtension';

const kindOf = (node: TypeNode): TypeKind => node.kind.replace(/(Definition|Extension)$/, '') as TypeKind;

const typePart = (name: string, nodes: readonly TypeNode[]): TypePart => ({
  name,
  kind: kindOf(nodes.find(isTypeDefinitionNode) ?? (nodes[0] as TypeNode)),
  nodes,
  descriptions: nodes.flatMap((node) => ('description' in node && node.description ? [node.description] : [])),
  directives: nodes.flatMap(({ directives }) => (directives ?? []) as readonly ConstDirectiveNode[]),
  fields: nodes.flatMap((node): readonly MemberNode[] => ('fields' in node && node.fields) || []),
  values: nodes.flatMap((node) => ('values' in node && node.values) || []),
  members: nodes.flatMap((node) => ('types' in node && node.types) || []),
  interfaces: nodes.flatMap((node) => ('interfaces' in node && node.interfaces) || []),
});

/** The types that GraphQL asks first. */
export const rootTypes: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);
