import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  parse,
  parseConstValue,
  print,
  type TypeNode,
  visit,
} from 'graphql';
import { buildSchemaSync, createResolversMap } from 'type-graphql';
import { withAudiences } from './audience-tags.ts';
import { auditedMutations } from './audit/mutations.ts';
import { nameCursors } from './cursors.ts';

// A resolver class, as type-graphql takes it.
type ResolverClass = new (...args: never[]) => object;

export interface SubgraphSchemaOptions<C> {
  resolvers: readonly ResolverClass[];
  /** Classes that no resolver returns by itself, such as stubs of other owners' entities. */
  types?: readonly ResolverClass[];
  /** How this subgraph finds its entities by key: one batched read for all keys of a step. */
  references: Record<string, (key: never, context: C) => unknown>;
}

export interface SubgraphSchema {
  /** What the subgraph publishes to the registry. */
  sdl: string;
  schema: GraphQLSchema;
}

const imports = [
  '@key',
  '@shareable',
  '@external',
  '@requires',
  '@provides',
  '@tag',
  '@inaccessible',
  '@authenticated',
  '@requiresScopes',
  '@cost',
  '@listSize',
];

const linkOf = (names: readonly string[]) => `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: [${names.map((name) => `"${name}"`).join(', ')}]
)`;

// Our own directive, declared as a partner's subgraph declares it.
const BULK = `extend schema
  @link(url: "https://prakerja.test/specs/bulk/v1.0", import: ["@bulk"])
  @composeDirective(name: "@bulk")

directive @bulk(items: Int!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION`;

/** What stands before the types; a directive that nobody uses is not declared. */
const headOf = (sdl: string): string =>
  sdl.includes('@bulk(') ? `${linkOf([...imports, '@composeDirective'])}\n\n${BULK}` : linkOf(imports);

/** Descriptions of shared value types are one text; each subgraph shares them. */
const shareable = new Set(['PageInfo', 'Refusal', 'AccessLogEntry', 'AccessLogEntryEdge', 'AccessLogEntryConnection']);

const namedType = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

const isConnection = ({ type, arguments: args }: FieldDefinitionNode) =>
  namedType(type).endsWith('Connection') && args?.some(({ name }) => name.value === 'first');

/** The gateway reckons the cost of a page by `first`; said here once, no connection can lack it. */
const sizedByFirst = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'listSize' },
  arguments: Object.entries({ slicingArguments: '["first"]', sizedFields: '["edges", "nodes"]' }).map(
    ([name, value]) =>
      ({
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: name },
        value: parseConstValue(value, { noLocation: true }),
      }) as const,
  ),
} as const;

const asPublished = (document: DocumentNode): DocumentNode =>
  visit(document, {
    // Root types have their default names; a schema block would only repeat them.
    SchemaDefinition: () => null,
    FieldDefinition: (node) =>
      isConnection(node) ? { ...node, directives: [...(node.directives ?? []), sizedByFirst] } : undefined,
    ObjectTypeDefinition: (node) => {
      if (!shareable.has(node.name.value)) return undefined;
      const directive = { kind: 'Directive', name: { kind: 'Name', value: 'shareable' } } as const;
      return { ...node, directives: [...(node.directives ?? []), directive] };
    },
  });

// Each subscription brings its own stream; type-graphql asks for a hub all the same.
const ownStreams = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('a subscription must say what it subscribes to');
  },
};

/** Builds one subgraph: the SDL that it publishes and the schema that it executes. */
export const buildSubgraph = <C>(options: SubgraphSchemaOptions<C>): SubgraphSchema => {
  const built = buildSchemaSync({
    resolvers: options.resolvers as never,
    orphanedTypes: [...(options.types ?? [])],
    validate: false,
    skipCheck: true,
    pubSub: ownStreams,
  });
  const types = print(withAudiences(asPublished(parse(printSubgraphSchema(built)))));
  const sdl = `${headOf(types)}\n\n${types}\n`;
  const resolvers = createResolversMap(built) as Record<string, Record<string, unknown>>;
  if (resolvers.Mutation) resolvers.Mutation = auditedMutations(resolvers.Mutation);
  for (const [type, find] of Object.entries(options.references)) {
    resolvers[type] = {
      ...resolvers[type],
      __resolveReference: (key: never, context: C) => find(key, context),
    };
  }
  return { sdl, schema: nameCursors(buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }])) };
};
