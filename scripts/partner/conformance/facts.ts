import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  visit,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;

/** A type that others refer to, and the selection of the key by which they do. */
export interface Entity {
  type: GraphQLObjectType;
  key: string;
}

/** What a subgraph's SDL says of what can be asked. */
export interface SdlFacts {
  schema: GraphQLSchema;
  entities: readonly Entity[];
  /** Fields of Query, but for those of federation itself. */
  rootFields: readonly Field[];
}

/** Extensions of types that this subgraph does not define are its part of them. */
const asDefinitions = (document: DocumentNode): DocumentNode => {
  const defined = new Set(
    document.definitions.flatMap((node) => (node.kind === Kind.OBJECT_TYPE_DEFINITION ? [node.name.value] : [])),
  );
  return visit(document, {
    // What the gateway's composer reads is not what a client may ask.
    SchemaExtension: () => null,
    ObjectTypeExtension(node) {
      if (defined.has(node.name.value)) return undefined;
      defined.add(node.name.value);
      return { ...node, kind: Kind.OBJECT_TYPE_DEFINITION };
    },
  });
};

const textOf = ({ arguments: args = [] }: ConstDirectiveNode, name: string): string | undefined => {
  const value = args.find((each) => each.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
};

const isResolvable = ({ arguments: args = [] }: ConstDirectiveNode): boolean =>
  !args.some(({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value);

const directivesOf = (type: GraphQLObjectType, name: string): ConstDirectiveNode[] =>
  [type.astNode, ...type.extensionASTNodes]
    .flatMap((node) => node?.directives ?? [])
    .filter((each) => each.name.value === name);

const entityOf = (type: GraphQLObjectType): Entity[] => {
  const [key] = directivesOf(type, 'key').filter(isResolvable);
  const fields = key && textOf(key, 'fields');
  return fields === undefined ? [] : [{ type, key: fields }];
};

/** @param sdl as `{ _service { sdl } }` answers it @throws GraphQLError where it is none */
export const readFacts = (sdl: string): SdlFacts => {
  const schema = buildASTSchema(asDefinitions(parse(sdl, { noLocation: true })), { assumeValidSDL: true });
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  return {
    schema,
    entities: types.flatMap(entityOf),
    rootFields: fields.filter(({ name }) => name !== '_service' && name !== '_entities'),
  };
};

/** Whether a field answers page by page. */
export const isConnection = ({ type, args }: Field): boolean =>
  getNamedType(type).name.endsWith('Connection') || args.some(({ name }) => name === 'first');

/** Whether a field is marked as personal data, and thus asked for under its owner's terms. */
export const isPersonal = ({ astNode }: Field): boolean =>
  (astNode?.directives ?? []).some(
    (each) => each.name.value === 'tag' && textOf(each, 'name')?.startsWith('personal-data/') === true,
  );

export const needsArguments = ({ args }: Field): boolean =>
  args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
