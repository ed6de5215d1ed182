import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { Publishers } from '../ownership/index.ts';
import type { AcknowledgingService } from './acknowledging.service.ts';
import { type DeprecationLoaders, listDeprecations } from './deprecation.loader.ts';
import { acknowledgeDeprecation } from './deprecation.mutations.ts';
import { mayRead, mayReadAll, maySeeOthers } from './deprecation.policy.ts';
import { DeprecationConnection, DeprecationType, DeprecationUserType } from './deprecation.type.ts';

interface Slice extends RequestContext {
  acting: Publishers;
  acknowledging: AcknowledgingService;
  loaders: DeprecationLoaders;
}

const guard = requiresScopes('organization:read');

@Resolver(() => DeprecationType)
export class DeprecationResolver {
  @Directive(guard)
  @Query(() => DeprecationConnection, {
    description:
      'Deprecations of elements that clients of your organisation used, or that it publishes, newest first; all of them with `subgraph:approve`.',
  })
  async deprecations(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, acting, database }: Slice,
  ): Promise<Connection<DeprecationType>> {
    demandScope(caller, 'organization:read');
    const page = readPage(args, idKey);
    const filter = { organization: mayReadAll(caller) ? null : caller.org, owners: acting.of(caller) };
    const rows = mayRead(caller) ? await listDeprecations(database, page, filter) : [];
    return toConnection(rows, page, ({ id }) => [id]);
  }

  @Directive(listOf(10))
  @Directive(cost(5))
  @FieldResolver(() => [DeprecationUserType], {
    description: 'Who used it and what is left: your organisation, or, for its owner, every one, 100 at most.',
  })
  async users(
    @Root() { id, owner }: DeprecationType,
    @Ctx() { caller, acting, loaders }: Slice,
  ): Promise<DeprecationUserType[]> {
    if (!mayRead(caller)) return [];
    const organization = maySeeOthers(caller, owner, acting) ? null : caller.org;
    return (await loaders.deprecationUsers.load({ id, organization })) as DeprecationUserType[];
  }

  @Declared(acknowledgeDeprecation)
  async acknowledgeDeprecation(
    @Arg('id', () => ID, { description: "The deprecation's id." }) id: string,
    @Ctx() { em, acknowledging, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(acknowledgeDeprecation, language, async () =>
      loaders.deprecation.load(await acknowledging.acknowledge(em(), id, caller)),
    );
  }
}
