import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { cost, listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import type { Publishers } from '../ownership/index.ts';
import { mayApprove } from '../revision/index.ts';
import type { RevisionLoaders } from '../revision/revision.loader.ts';
import type { ChoiceService } from './choice.service.ts';
import { RollbackChoiceType } from './choice.type.ts';

interface Slice extends RequestContext {
  acting: Publishers;
  choices: ChoiceService;
  loaders: RevisionLoaders;
}

@Resolver(() => RollbackChoiceType)
export class RollbackChoiceResolver {
  // A check of each in a process of its own: dear, also where the answer is remembered.
  @Directive(cost(500))
  @Directive(listOf(5))
  @Directive(requiresScopes('subgraph:publish', 'subgraph:approve'))
  @Query(() => [RollbackChoiceType], {
    description:
      'Contents of a subgraph that were live before the present one, newest first and at most five, with what today’s checks say of each: for who publishes the subgraph, and with `subgraph:approve`. Empty for others, and where there are none.',
  })
  async rollbackChoices(
    @Arg('subgraph', () => String, { description: 'Name of the subgraph.' }) subgraph: string,
    @Ctx() { caller, acting, choices, loaders }: Slice,
  ): Promise<RollbackChoiceType[]> {
    demandScope(caller, 'subgraph:publish', 'subgraph:approve');
    const organization = await choices.publisherOf(subgraph.slice(0, 64));
    if (organization === undefined || !(mayApprove(caller) || acting.isFor(caller, organization))) return [];
    const found = await choices.choicesOf({ name: subgraph, organization });
    const revisions = await Promise.all(found.map(({ id }) => loaders.revision.load(id)));
    return found.flatMap(({ isAllowed, ungranted, reasons }, index) => {
      const revision = revisions[index];
      return revision ? [{ revision, isAllowed, ungranted, reasons }] : [];
    });
  }
}
