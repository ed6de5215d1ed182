import { Arg, Args, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { demand } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { type DeveloperLoaders, listDevelopers } from './developer.loader.ts';
import { inviteDeveloper, removeDeveloper } from './developer.mutations.ts';
import { mayList } from './developer.policy.ts';
import type { DeveloperService } from './developer.service.ts';
import { DeveloperConnection, DeveloperType, InviteDeveloperInput } from './developer.type.ts';

interface Slice extends RequestContext {
  developers: DeveloperService;
  loaders: DeveloperLoaders;
}

@Resolver(() => DeveloperType)
export class DeveloperResolver {
  @Directive(requiresScopes('organization:read', 'developer:manage', 'organization:manage'))
  @Query(() => DeveloperConnection, {
    description:
      'Who acts for your own organisation, newest first, or, with `organization:manage`, for any. Another one is FORBIDDEN.',
  })
  async developers(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('organizationId', () => ID, { nullable: true, description: "The organisation's id; your own unless said." })
    asked: string | null | undefined,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<DeveloperType>> {
    const organizationId = asked ?? caller.org ?? '';
    const sufficient = { scopes: ['organization:manage'], or: 'organization' } as const;
    demand(mayList(caller, organizationId), caller, sufficient);
    const page = readPage(args, idKey);
    return toConnection(await listDevelopers(database, page, organizationId), page, ({ id }) => [id]);
  }

  @Declared(inviteDeveloper)
  async inviteDeveloper(
    @Arg('input', () => InviteDeveloperInput, { description: 'Who is invited.' }) input: InviteDeveloperInput,
    @Ctx() { em, developers, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    let secret: string | null = null;
    const answered = await answer(inviteDeveloper, language, async () => {
      const invited = await developers.invite(em(), input, { caller, requestId });
      secret = invited.secret;
      return loaders.developer.load(invited.id);
    });
    return { ...answered, secret };
  }

  @Declared(removeDeveloper)
  async removeDeveloper(
    @Arg('id', () => ID, { description: "The developer's id." }) id: string,
    @Ctx() { em, developers, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(removeDeveloper, language, async () =>
      loaders.developer.load(await developers.remove(em(), id, { caller, requestId })),
    );
  }
}
