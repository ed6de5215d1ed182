import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { mayReadCatalogue } from '../platform/index.ts';
import { PlatformType } from '../platform/platform.type.ts';
import type { ProblemLoaders } from './problem.loader.ts';
import { CourseProblemConnection, type CourseProblemType } from './problem.type.ts';

interface Slice extends RequestContext {
  loaders: ProblemLoaders;
}

@Resolver(() => PlatformType)
export class ProblemResolver {
  @Directive(requiresScopes('course:publish', 'course:monitor'))
  @FieldResolver(() => CourseProblemConnection, {
    nullable: true,
    description:
      'What it has to mend, newest first: rejected submissions as they were last sent, and what curation found. For itself (`course:publish`) and officers (`course:monitor`); null for other organisations.',
  })
  async problems(
    @Root() { id, organizationId }: PlatformType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, language, loaders }: Slice,
  ): Promise<Connection<CourseProblemType> | null> {
    demandScope(caller, 'course:publish', 'course:monitor');
    if (!mayReadCatalogue(caller, organizationId)) return null;
    const page = readPage(args, idKey);
    const rows = await loaders.problemsOfPlatform.load({ parent: id, page });
    const { nodes, edges, pageInfo } = toConnection(rows, page, (row) => [row.id]);
    const said = (row: (typeof nodes)[number]) => ({ ...row, message: row.message[language] });
    return { nodes: nodes.map(said), edges: edges.map(({ cursor, node }) => ({ cursor, node: said(node) })), pageInfo };
  }
}
