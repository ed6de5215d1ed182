import type { EntitySchema } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { z } from 'zod';
import type { AuditTrail } from './audit/trail.ts';
import type { Database, MigrationEntry } from './database.ts';
import type { SubgraphEnv } from './env.ts';
import type { EventData, EventDefinition } from './events/event.ts';
import type { EventHandler, ReceivedEvent } from './events/inbox.ts';
import type { Outbox } from './events/outbox.ts';
import type { Invariant } from './invariant.ts';
import type { Logger } from './log.ts';
import type { Figure } from './metrics/figure.ts';
import type { DeclaredMutation } from './mutation.ts';
import type { RequestFacts } from './request.ts';
import type { Routes } from './routes.ts';
import type { ServedDocument, TakenReport } from './served-documents.ts';

/** What every feature can build on. */
export interface Kit {
  database: Database;
  outbox: Outbox;
  audit: AuditTrail;
  log: Logger;
  now: () => Date;
  env: SubgraphEnv;
  /** What the features of the subgraph do when people are erased; each takes their ids as `$1`, a `uuid[]`. */
  erasure: readonly string[];
}

/** What every resolver gets: the request, the database, and a new unit of work for a mutation. */
export interface RequestContext extends RequestFacts {
  database: Database;
  em(): EntityManager;
}

/** Work beside the requests. */
export interface Work {
  start(): void;
  /** Ends after what is under way. */
  stop(): Promise<void>;
}

/** What becomes of a table's rows about a person who is erased. */
export type Erasure =
  | { table: string; statement: string }
  /** Why the rows stay as they are. */
  | { table: string; keeps: string };

/** An event of another subgraph, and how the services of a feature act on it. */
export interface Consumer<Services = never> {
  definition: EventDefinition;
  handler(services: Services): EventHandler['handle'];
}

/** Names the effect of an event; it runs in one transaction with the inbox row, thus once for each event. */
export const when = <Definition extends EventDefinition, Services>(
  definition: Definition,
  effect: (
    services: Services,
  ) => (em: EntityManager, data: EventData<Definition>, event: ReceivedEvent) => Promise<void>,
): Consumer<Services> => ({ definition, handler: (services) => effect(services) as EventHandler['handle'] });

// A resolver class, as type-graphql takes it.
type ResolverClass = new () => object;

/** What a feature states of itself. Everything that a subgraph is made of derives from the list of its features. */
export interface Feature {
  name: string;
  /** What it reads from the environment. */
  env?: z.ZodObject;
  entities?: readonly EntitySchema[];
  resolvers?: readonly ResolverClass[];
  /** Classes that no resolver returns by itself, such as stubs of other owners' entities. */
  types?: readonly ResolverClass[];
  /** Its mutations; each leaves an entry in the audit trail. */
  mutations?: readonly DeclaredMutation[];
  /** How an entity is found by its key, by the name of its type. */
  references?: Readonly<Record<string, (key: never, context: never) => unknown>>;
  /** Builds what lives as long as the process, from the kit and what the features before it in the list provide. */
  services?(needs: never): object;
  /** Builds what lives as long as a request, since a loader remembers what it has read. */
  loaders?(services: never, facts: RequestFacts): object;
  consumes?: readonly Consumer[];
  publishes?: readonly EventDefinition[];
  work?(services: never): readonly Work[];
  /** What it serves by HTTP beside the graph. */
  serves?(services: never): readonly (ServedDocument | TakenReport)[];
  /** Routes beside GraphQL, for requests that the gateway signed. */
  routes?(services: never): Routes;
  /** Routes for callers other than the gateway, whom they know by themselves. */
  ownRoutes?(services: never): Routes;
  migrations?: readonly MigrationEntry[];
  invariants?: readonly Invariant[];
  /** What its operator watches beside what every subgraph shows. */
  figures?: readonly Figure[];
  /** One entry for each table with rows about a person. */
  erasure?: readonly Erasure[];
}

/** Declares a feature, keeping the types that `features` checks. */
export const defineFeature = <const F extends Feature>(feature: F): F => feature;

type ToIntersection<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer I) => void ? I : never;
type Intersection<U> = [U] extends [never] ? unknown : ToIntersection<U>;

type EnvOf<F> = F extends { env: infer E extends z.ZodObject } ? z.infer<E> : never;
type NeedsOf<F> = F extends { services: (needs: infer N) => object } ? N : unknown;
type ProvidesOf<F> = F extends { services: (needs: never) => infer P } ? P : never;
type LoadersOf<F> = F extends { loaders: (...args: never) => infer L } ? L : never;

type LoaderUses<F> = F extends { loaders: (services: infer U, facts: never) => object } ? U : unknown;
type WorkUses<F> = F extends { work: (services: infer U) => unknown } ? U : unknown;
type ServingUses<F> = F extends { serves: (services: infer U) => unknown } ? U : unknown;
type RouteUses<F> = F extends { routes: (services: infer U) => unknown } ? U : unknown;
type OwnRouteUses<F> = F extends { ownRoutes: (services: infer U) => unknown } ? U : unknown;
type ConsumerUses<F> = F extends { consumes: readonly (infer C)[] }
  ? (C extends Consumer<infer U> ? (each: [U] extends [never] ? unknown : U) => void : never) extends (
      all: infer All,
    ) => void
    ? All
    : unknown
  : unknown;

type SliceOf<Method> = Method extends (...args: infer Args) => unknown ? Extract<Args[number], RequestContext> : never;
type ResolverSlices<F> = F extends { resolvers: readonly (infer R)[] }
  ? R extends new () => infer Resolver
    ? { [Name in keyof Resolver]: SliceOf<Resolver[Name]> }[keyof Resolver]
    : never
  : never;
type ReferenceSlices<F> = F extends { references: infer R } ? { [Type in keyof R]: SliceOf<R[Type]> }[keyof R] : never;

type AllEnv<Fs extends readonly Feature[]> = SubgraphEnv & Intersection<EnvOf<Fs[number]>>;
type AllKit<Fs extends readonly Feature[]> = Omit<Kit, 'env'> & { env: AllEnv<Fs> };

/** The services of all features, with the kit. */
export type ServicesOf<Fs extends readonly Feature[]> = AllKit<Fs> & Intersection<ProvidesOf<Fs[number]>>;

/** What the resolvers of these features get together. */
export type ContextOf<Fs extends readonly Feature[]> = RequestContext &
  ServicesOf<Fs> & { loaders: Intersection<LoadersOf<Fs[number]>> };

type Fault<What extends string, Wanted> = { [Name in What]: Wanted };

type FaultOf<F, Before, Services, Context> =
  Before extends NeedsOf<F>
    ? Services extends LoaderUses<F> & WorkUses<F> & ServingUses<F> & RouteUses<F> & OwnRouteUses<F> & ConsumerUses<F>
      ? Context extends Intersection<ResolverSlices<F> | ReferenceSlices<F>>
        ? unknown
        : Fault<'a resolver takes what no feature provides', Intersection<ResolverSlices<F> | ReferenceSlices<F>>>
      : Fault<
          'takes what no feature provides',
          LoaderUses<F> & WorkUses<F> & ServingUses<F> & RouteUses<F> & OwnRouteUses<F> & ConsumerUses<F>
        >
    : Fault<'needs what no feature before it provides', NeedsOf<F>>;

type CheckedList<Fs extends readonly Feature[], Before, Services, Context> = Fs extends readonly [
  infer F extends Feature,
  ...infer Rest extends readonly Feature[],
]
  ? [
      F & FaultOf<F, Before, Services, Context>,
      ...CheckedList<Rest, Before & Intersection<ProvidesOf<F>>, Services, Context>,
    ]
  : [];

/** The list of a subgraph's features; the compiler refuses one that takes what no feature of the list provides. */
export const features = <const Fs extends readonly Feature[]>(
  ...list: CheckedList<Fs, AllKit<Fs>, ServicesOf<Fs>, ContextOf<Fs>> & Fs
): Fs => list as Fs;
