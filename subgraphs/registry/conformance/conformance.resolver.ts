import { Arg, Args, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { KeyLoaders } from '../key/key.loader.ts';
import type { Publishers } from '../ownership/index.ts';
import { type ConformanceLoaders, listRuns } from './conformance.loader.ts';
import { activateProductionKey, requestConformanceRun } from './conformance.mutations.ts';
import { mayReadAll } from './conformance.policy.ts';
import type { ConformanceService } from './conformance.service.ts';
import { ConformanceRunConnection, ConformanceRunType } from './conformance.type.ts';

interface Slice extends RequestContext {
  acting: Publishers;
  conformance: ConformanceService;
  loaders: ConformanceLoaders & KeyLoaders;
}

@Resolver(() => ConformanceRunType)
export class ConformanceResolver {
  @Directive(requiresScopes('subgraph:publish', 'subgraph:approve'))
  @Query(() => ConformanceRunConnection, {
    description:
      "Conformance runs, newest first: those of your own organisation's subgraphs, or all with `subgraph:approve`.",
  })
  async conformanceRuns(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('subgraph', () => String, { nullable: true, description: 'Only runs of this subgraph.' })
    subgraph: string | null | undefined,
    @Ctx() { caller, acting, database }: Slice,
  ): Promise<Connection<ConformanceRunType>> {
    demandScope(caller, 'subgraph:publish', 'subgraph:approve');
    const page = readPage(args, idKey);
    const filter = {
      subgraph: subgraph?.slice(0, 64) ?? null,
      publishers: mayReadAll(caller) ? null : acting.of(caller),
    };
    return toConnection(await listRuns(database, page, filter), page, ({ id }) => [id]);
  }

  @Declared(requestConformanceRun)
  async requestConformanceRun(
    @Arg('revision', () => ID, { description: "The revision's id." }) revision: string,
    @Arg('samples', () => [String], {
      nullable: true,
      description: 'Keys of entities that exist at the address, each as JSON with __typename; at most 50.',
    })
    samples: string[] | null | undefined,
    @Ctx() { em, conformance, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(requestConformanceRun, language, async () =>
      loaders.conformanceRun.load(await conformance.request(em(), revision, { caller, samples: samples ?? [] })),
    );
  }

  @Declared(activateProductionKey)
  async activateProductionKey(
    @Arg('id', () => ID, { description: "The key's id." }) id: string,
    @Ctx() { em, conformance, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(activateProductionKey, language, async () =>
      loaders.publisherKey.load(await conformance.activate(em(), id, caller)),
    );
  }
}
