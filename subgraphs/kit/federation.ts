import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLSchema, parse, print, visit } from 'graphql';
import { buildSchemaSync, createResolversMap } from 'type-graphql';

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

const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9"
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@tag", "@inaccessible", "@authenticated", "@requiresScopes", "@cost", "@listSize"]
)`;

/** Descriptions of shared value types are one text; each subgraph shares them. */
const shareable = new Set(['PageInfo', 'Refusal']);

const asPublished = (document: DocumentNode): DocumentNode =>
  visit(document, {
    // Root types have their default names; a schema block would only repeat them.
    SchemaDefinition: () => null,
    ObjectTypeDefinition: (node) => {
      if (!shareable.has(node.name.value)) return undefined;
      const directive = { kind: 'Directive', name: { kind: 'Name', value: 'shareable' } } as const;
      return { ...node, directives: [...(node.directives ?? []), directive] };
    },
  });

/** Builds one subgraph: the SDL that it publishes and the schema that it executes. */
export const buildSubgraph = <C>(options: SubgraphSchemaOptions<C>): SubgraphSchema => {
  const built = buildSchemaSync({
    resolvers: options.resolvers as never,
    orphanedTypes: [...(options.types ?? [])],
    validate: false,
    skipCheck: true,
  });
  const printed = parse(printSubgraphSchema(built));
  const sdl = `${LINK}\n\n${print(asPublished(printed))}\n`;
  const resolvers = createResolversMap(built) as Record<string, Record<string, unknown>>;
  for (const [type, find] of Object.entries(options.references)) {
    resolvers[type] = {
      ...resolvers[type],
      __resolveReference: (key: never, context: C) => find(key, context),
    };
  }
  return { sdl, schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]) };
};
