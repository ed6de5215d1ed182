import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, listOf, requiresScopes } from '../../kit/directives.ts';
import { forbidden, unauthenticated } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { orRefusal } from '../../kit/or-refusal.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { OrganizationKind } from './organization.kind.ts';
import type { OrganizationLoaders } from './organization.loader.ts';
import { listOrganizations } from './organization.loader.ts';
import { mayManage, mayRead } from './organization.policy.ts';
import type { OrganizationService } from './organization.service.ts';
import { OrganizationStatus } from './organization.status.ts';
import { ClientType, OrganizationConnection, OrganizationType } from './organization.type.ts';
import {
  RegisterOrganizationInput,
  RegisterOrganizationPayload,
  ResumeOrganizationPayload,
  SuspendOrganizationPayload,
} from './organization-change.type.ts';

interface Slice extends RequestContext {
  organizations: OrganizationService;
  loaders: OrganizationLoaders;
}

const WRITE_COST = 100;

/** The organisation, for a caller who may see it. */
export const readOrganization = ({ id }: { id: string }, { caller, loaders }: Slice) => {
  if (!caller.id) throw unauthenticated();
  if (!mayRead(caller, id)) throw forbidden({ scopes: ['organization:manage'], or: 'organization' });
  return loaders.organization.load(id);
};

@Resolver(() => OrganizationType)
export class OrganizationResolver {
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
    if (!mayManage(caller)) throw caller.id ? forbidden({ scopes: ['organization:manage'] }) : unauthenticated();
    const page = readPage(args, idKey);
    const rows = await listOrganizations(database, page, { kind: kind ?? null, status: status ?? null });
    return toConnection(rows, page, ({ id }) => [id]);
  }

  @Directive(listOf(5))
  @FieldResolver(() => [ClientType], { description: 'Its clients, oldest first: at most 50.' })
  async clients(@Root() { id }: OrganizationType, @Ctx() { loaders }: Slice): Promise<ClientType[]> {
    return loaders.organizationClients.load(id);
  }

  @Directive(cost(WRITE_COST))
  @Mutation(() => RegisterOrganizationPayload, {
    description:
      'Lets an organisation join. Takes the scope `organization:manage`. Refusals: FORBIDDEN, NAME_MALFORMED, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED.',
  })
  async registerOrganization(
    @Arg('input', () => RegisterOrganizationInput, { description: 'The organisation.' })
    input: RegisterOrganizationInput,
    @Arg('idempotencyKey', () => String, {
      description: 'Of your making, 8 to 128 characters: a repeated call answers as the first one did.',
    })
    key: string,
    @Ctx() { em, organizations, loaders, caller, requestId, language }: Slice,
  ): Promise<RegisterOrganizationPayload> {
    return orRefusal('organization', language, async () =>
      loaders.organization.load(await organizations.register(em(), input, { caller, requestId, key })),
    );
  }

  @Directive(cost(WRITE_COST))
  @Mutation(() => SuspendOrganizationPayload, {
    description:
      'Stops an organisation: its clients and officers get no further token, and their tokens are refused within a minute. Takes the scope `organization:manage`. Refusals: FORBIDDEN, REASON_MALFORMED, OWN_ORGANIZATION, ORGANIZATION_UNKNOWN, ORGANIZATION_TRANSITION_ILLEGAL.',
  })
  async suspendOrganization(
    @Arg('id', () => ID, { description: "The organisation's id." }) id: string,
    @Arg('reason', () => String, { description: 'For the organisation to read: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, organizations, loaders, caller, requestId, language }: Slice,
  ): Promise<SuspendOrganizationPayload> {
    return orRefusal('organization', language, async () =>
      loaders.organization.load(await organizations.suspend(em(), id, { caller, requestId, reason })),
    );
  }

  @Directive(cost(WRITE_COST))
  @Mutation(() => ResumeOrganizationPayload, {
    description:
      'Lets a suspended organisation go on. Takes the scope `organization:manage`. Refusals: FORBIDDEN, ORGANIZATION_UNKNOWN, ORGANIZATION_TRANSITION_ILLEGAL.',
  })
  async resumeOrganization(
    @Arg('id', () => ID, { description: "The organisation's id." }) id: string,
    @Ctx() { em, organizations, loaders, caller, requestId, language }: Slice,
  ): Promise<ResumeOrganizationPayload> {
    return orRefusal('organization', language, async () =>
      loaders.organization.load(await organizations.resume(em(), id, { caller, requestId })),
    );
  }
}
