import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { Publishers } from '../ownership/index.ts';
import { listRevisions, type RevisionLoaders } from './revision.loader.ts';
import { mayApprove, mayList, mayRead } from './revision.policy.ts';
import { RevisionConnection, RevisionType } from './revision.type.ts';

interface Slice extends RequestContext {
  acting: Publishers;
  loaders: RevisionLoaders;
}

const guard = requiresScopes('subgraph:publish', 'subgraph:approve');

@Resolver(() => RevisionType)
export class RevisionResolver {
  @Directive(guard)
  @Query(() => RevisionType, {
    nullable: true,
    description:
      'One revision: any that was live, and proposals of your own organisation, or all with `subgraph:approve`. Null when there is none.',
  })
  async subgraphRevision(
    @Arg('id', () => ID, { description: "The revision's id." }) id: string,
    @Ctx() { caller, acting, loaders }: Slice,
  ): Promise<RevisionType | null> {
    demandScope(caller, 'subgraph:publish', 'subgraph:approve');
    const found = await loaders.revision.load(id);
    const isReadable = found && mayRead(caller, { ...found, wasLive: found.liveAt !== null }, acting);
    return isReadable ? found : null;
  }

  @Directive(guard)
  @Query(() => RevisionConnection, {
    description:
      'Revisions, newest first: all that were live, and proposals of your own organisation, or all with `subgraph:approve`.',
  })
  async subgraphRevisions(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('subgraph', () => String, { nullable: true, description: 'Only revisions of this subgraph.' })
    subgraph: string | null | undefined,
    @Ctx() { caller, acting, database }: Slice,
  ): Promise<Connection<RevisionType>> {
    demandScope(caller, 'subgraph:publish', 'subgraph:approve');
    const page = readPage(args, idKey);
    const publishers = mayApprove(caller) ? null : acting.of(caller);
    const filter = { subgraph: subgraph?.slice(0, 64) ?? null, publishers };
    const rows = mayList(caller) ? await listRevisions(database, page, filter) : [];
    return toConnection(rows, page, ({ id }) => [id]);
  }

  @Directive(cost(10))
  @FieldResolver(() => String, { nullable: true, description: 'The SDL that it publishes, or brings back.' })
  async sdl(@Root() { sdlHash }: RevisionType, @Ctx() { loaders }: Slice): Promise<string | null> {
    return (await loaders.sdl.load(sdlHash))?.text ?? null;
  }
}
