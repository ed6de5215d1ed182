import { buildSubgraphSchema } from '@apollo/subgraph';
import DataLoader from 'dataloader';
import { type GraphQLSchema, parse } from 'graphql';

/** Finds the entities with these keys, in their order; null where there is none. */
type FindEntities<C> = (keys: readonly never[], context: C) => Promise<readonly (object | null | Error)[]>;

export interface SchemaOptions<C> {
  /** SDL */
  typeDefs: string;
  /** As graphql-tools takes them: functions by type and field. */
  resolvers: Record<string, object>;
  /** How entities are found by key: one call for all keys of a request's step. Others stand for themselves. */
  entities?: Record<string, FindEntities<C>>;
}

/** One loader for each request, since what one caller is shown another may not be. */
const batched = <C extends object>(find: FindEntities<C>) => {
  const loaders = new WeakMap<C, DataLoader<never, object | null, string>>();
  const loaderOf = (context: C) => {
    const known = loaders.get(context);
    if (known) return known;
    const made = new DataLoader<never, object | null, string>((keys) => find(keys, context), {
      cacheKeyFn: (key) => JSON.stringify(key),
    });
    loaders.set(context, made);
    return made;
  };
  return (key: never, context: C) => loaderOf(context).load(key);
};

/** Builds the schema that a subgraph executes; `{ _service { sdl } }` answers `typeDefs`. */
export const buildSchema = <C extends object>({
  typeDefs,
  resolvers,
  entities = {},
}: SchemaOptions<C>): GraphQLSchema => {
  const all: Record<string, object> = { ...resolvers };
  for (const [type, find] of Object.entries(entities)) {
    const resolve = batched(find);
    all[type] = {
      ...all[type],
      __resolveReference: async (key: never, context: C) => {
        const found = await resolve(key, context);
        return found && { __typename: type, ...found };
      },
    };
  }
  return buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: all as never }]);
};
