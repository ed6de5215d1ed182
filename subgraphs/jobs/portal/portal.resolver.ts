import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demand, demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { PortalLoaders } from './portal.loader.ts';
import { mayReadProblems } from './portal.policy.ts';
import { PortalType } from './portal.type.ts';
import { VacancyProblemConnection, type VacancyProblemType } from './problem.type.ts';

interface Slice extends RequestContext {
  loaders: PortalLoaders;
}

@Resolver(() => PortalType)
export class PortalResolver {
  @Query(() => PortalType, {
    nullable: true,
    description:
      'One job portal; without an id that of your token, which then has to be a portal’s. Null when there is none.',
  })
  async portal(
    @Arg('id', () => ID, { nullable: true, description: "The portal's id; your own when it is left out." })
    id: string | null | undefined,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<PortalType | null> {
    const wanted = id ?? caller.org;
    demand(wanted !== null, caller, { scopes: ['vacancy:publish'] });
    return loaders.portal.load(wanted);
  }

  @Directive(requiresScopes('vacancy:publish', 'vacancy:moderate'))
  @FieldResolver(() => VacancyProblemConnection, {
    nullable: true,
    description:
      'What it has to mend, newest first: rejected vacancies as they were last sent, and what moderation found. For itself (`vacancy:publish`) and officers (`vacancy:moderate`); null for other organisations.',
  })
  async problems(
    @Root() { id }: PortalType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, language, loaders }: Slice,
  ): Promise<Connection<VacancyProblemType> | null> {
    demandScope(caller, 'vacancy:publish', 'vacancy:moderate');
    if (!mayReadProblems(caller, id)) return null;
    const page = readPage(args, idKey);
    const rows = await loaders.problemsOfPortal.load({ parent: id, page });
    const { nodes, edges, pageInfo } = toConnection(rows, page, (row) => [row.id]);
    const said = (row: (typeof nodes)[number]) => ({ ...row, message: row.message[language] });
    return { nodes: nodes.map(said), edges: edges.map(({ cursor, node }) => ({ cursor, node: said(node) })), pageInfo };
  }
}

export const findPortal = ({ id }: { id: string }, { loaders }: Slice) => loaders.portal.load(id);
