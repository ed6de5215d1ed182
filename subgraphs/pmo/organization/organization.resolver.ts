import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demand, demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes, ShownTo } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { RegisterOrganizationInput } from './organization.input.ts';
import { OrganizationKind } from './organization.kind.ts';
import type { OrganizationLoaders } from './organization.loader.ts';
import { listOrganizations } from './organization.loader.ts';
import { registerOrganization, resumeOrganization, suspendOrganization } from './organization.mutations.ts';
import { mayRead } from './organization.policy.ts';
import type { OrganizationService } from './organization.service.ts';
import { OrganizationStatus } from './organization.status.ts';
import { ClientType, OrganizationConnection, OrganizationType } from './organization.type.ts';

interface Slice extends RequestContext {
  organizations: OrganizationService;
  loaders: OrganizationLoaders;
}

/** Returns the organisation, for a caller who may see it. */
export const readOrganization = ({ id }: { id: string }, { caller, loaders }: Slice) => {
  demand(mayRead(caller, id), caller, { scopes: ['organization:manage'], or: 'organization' });
  return loaders.organization.load(id);
};

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  @ShownTo('platform', 'portal', 'payment', 'bank', 'officer')
  @Directive('@authenticated')
  @Query(() => OrganizationType, {
    nullable: true,
    description:
      'One organisation: your own (`org` of your token), or any with `organization:manage`. Null when there is none.',
  })
  async organization(
    @Arg('id', () => ID, { description: "The organisation's id." }) id: string,
    @Ctx() context: Slice,
  ): Promise<OrganizationType | null> {
    return readOrganization({ id }, context);
  }

  @Directive(requiresScopes('organization:manage'))
  @Query(() => OrganizationConnection, { description: 'Organisations, newest first; takes `organization:manage`.' })
  async organizations(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('kind', () => OrganizationKind, { nullable: true, description: 'Only organisations of this kind.' })
    kind: OrganizationKind | null,
    @Arg('status', () => OrganizationStatus, { nullable: true, description: 'Only organisations in this state.' })
    status: OrganizationStatus | null,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<OrganizationType>> {
    demandScope(caller, 'organization:manage');
    const page = readPage(args, idKey);
    const rows = await listOrganizations(database, page, { kind: kind ?? null, status: status ?? null });
    return toConnection(rows, page, ({ id }) => [id]);
  }

  @Directive(listOf(5))
  @FieldResolver(() => [ClientType], { description: 'Its clients, oldest first: at most 50.' })
  async clients(@Root() { id }: OrganizationType, @Ctx() { loaders }: Slice): Promise<ClientType[]> {
    return loaders.organizationClients.load(id);
  }

  @Declared(registerOrganization)
  async registerOrganization(
    @Arg('input', () => RegisterOrganizationInput, { description: 'The organisation.' })
    input: RegisterOrganizationInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, organizations, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(registerOrganization, language, async () =>
      loaders.organization.load(await organizations.register(em(), input, { caller, requestId, key })),
    );
  }

  @Declared(suspendOrganization)
  async suspendOrganization(
    @Arg('id', () => ID, { description: "The organisation's id." }) id: string,
    @Arg('reason', () => String, { description: 'For the organisation to read: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, organizations, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(suspendOrganization, language, async () =>
      loaders.organization.load(await organizations.suspend(em(), id, { caller, requestId, reason })),
    );
  }

  @Declared(resumeOrganization)
  async resumeOrganization(
    @Arg('id', () => ID, { description: "The organisation's id." }) id: string,
    @Ctx() { em, organizations, loaders, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(resumeOrganization, language, async () =>
      loaders.organization.load(await organizations.resume(em(), id, { caller, requestId })),
    );
  }
}
