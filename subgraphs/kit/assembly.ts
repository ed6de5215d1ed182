import type { EntitySchema } from '@mikro-orm/core';
import { z } from 'zod';
import type { MigrationEntry } from './database.ts';
import { type SubgraphEnv, subgraphEnv } from './env.ts';
import type { EventDefinition } from './events/event.ts';
import type { EventHandler } from './events/inbox.ts';
import type { ContextOf, Feature, Kit, RequestContext, ServicesOf, Work } from './feature.ts';
import { buildSubgraph, type SubgraphSchema } from './federation.ts';
import type { Invariant } from './invariant.ts';
import type { Figure } from './metrics/figure.ts';
import type { DeclaredMutation } from './mutation.ts';
import type { RequestFacts } from './request.ts';
import { requestLoaders } from './request-loaders.ts';
import type { Routes } from './routes.ts';
import type { ServedDocument, TakenReport } from './served-documents.ts';

type Features = readonly Feature[];

/** The part of the graph that these features make. */
export const schemaOf = (features: Features): SubgraphSchema =>
  buildSubgraph({
    resolvers: features.flatMap(({ resolvers = [] }) => resolvers),
    types: features.flatMap(({ types = [] }) => types),
    references: Object.assign({}, ...features.map(({ references = {} }) => references)),
  });

/** What the process of these features reads from its environment, in parts. */
export const environmentsOf = (features: Features): z.ZodObject[] => [
  subgraphEnv,
  ...features.flatMap(({ env }) => env ?? []),
];

/** What the process of these features reads from its environment, as one. */
export const envOf = (features: Features): z.ZodType<SubgraphEnv> =>
  environmentsOf(features).reduce<z.ZodType>(
    (all, each) => z.intersection(all, each),
    z.object({}),
  ) as z.ZodType<SubgraphEnv>;

export const entitiesOf = (features: Features): EntitySchema[] => features.flatMap(({ entities = [] }) => entities);

/** The mutations that these features declare. */
export const mutationsOf = (features: Features): DeclaredMutation[] =>
  features.flatMap(({ mutations = [] }) => mutations);

/** Returns the migrations of all features by their numbers, oldest first. @throws Error when two have one number */
export const migrationsOf = (features: Features): MigrationEntry[] => {
  const all = features.flatMap(({ migrations = [] }) => migrations);
  const numberOf = ({ name }: MigrationEntry) => name.slice(0, name.indexOf('-'));
  for (const [number, same] of Map.groupBy(all, numberOf)) {
    if (same.length > 1) throw new Error(`${same.map(({ name }) => name).join(' and ')} have the number ${number}`);
  }
  return all.toSorted((one, other) => (one.name < other.name ? -1 : 1));
};

export const invariantsOf = (features: Features): Invariant[] => features.flatMap(({ invariants = [] }) => invariants);

/** What the operator of these features watches. */
export const figuresOf = (features: Features): Figure[] => features.flatMap(({ figures = [] }) => figures);

export const publishedBy = (features: Features): EventDefinition[] =>
  features.flatMap(({ publishes = [] }) => publishes);

/** The types of the events that these features act on. */
export const consumedBy = (features: Features): string[] =>
  features.flatMap(({ consumes = [] }) => consumes.map(({ definition }) => definition.type));

/** The statements that erase people, in the order of the features; each takes their ids as `$1`, a `uuid[]`. */
export const erasureOf = (features: Features): string[] =>
  features.flatMap(({ erasure = [] }) => erasure.flatMap((each) => ('statement' in each ? [each.statement] : [])));

/** Builds the services, each feature's from the kit, from `given` and from those of the features before it. */
export const servicesOf = <Fs extends Features>(
  features: Fs,
  kit: Omit<Kit, 'erasure'>,
  given: object = {},
): ServicesOf<Fs> => {
  const built: object = { ...kit, erasure: erasureOf(features), ...given };
  for (const { services } of features) Object.assign(built, services?.(built as never));
  return built as ServicesOf<Fs>;
};

/** Returns how the context of a request is made: what lives as long as the process is behind it, not copied into it. */
export const contextOf = <Fs extends Features>(features: Fs, services: ServicesOf<Fs>) => {
  const { orm } = services.database;
  const own: Pick<RequestContext, 'em'> = { em: () => orm.em.fork() };
  const shared = { ...services, ...own };
  const loadersOf = requestLoaders(features, services);
  return (facts: RequestFacts): ContextOf<Fs> => {
    const { caller, requestId, language } = facts;
    return Object.assign(Object.create(shared), { caller, requestId, language, loaders: loadersOf(facts) });
  };
};

export const handlersOf = (features: Features, services: object): EventHandler[] =>
  features.flatMap(({ consumes = [] }) =>
    consumes.map(({ definition, handler }) => ({ definition, handle: handler(services as never) })),
  );

/** The routes that these features have beside GraphQL. */
export const routesOf = (features: Features, services: object): Routes[] =>
  features.flatMap(({ routes }) => (routes ? [routes(services as never)] : []));

/** The routes that these features have for callers other than the gateway. */
export const ownRoutesOf = (features: Features, services: object): Routes[] =>
  features.flatMap(({ ownRoutes }) => (ownRoutes ? [ownRoutes(services as never)] : []));

export const workOf = (features: Features, services: object): Work[] =>
  features.flatMap(({ work }) => work?.(services as never) ?? []);

/** What these features serve by HTTP beside the graph. */
export const documentsOf = (features: Features, services: object): (ServedDocument | TakenReport)[] =>
  features.flatMap(({ serves }) => serves?.(services as never) ?? []);
