import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { DateScalar } from '../../kit/scalars.ts';
import type { Publishers } from '../ownership/index.ts';
import { type GrantLoaders, listGrants } from './grant.loader.ts';
import { decideGrant, requestGrant, revokeGrant } from './grant.mutations.ts';
import { mayList, mayReadAll } from './grant.policy.ts';
import type { GrantService } from './grant.service.ts';
import { GrantStatus } from './grant.status.ts';
import { type GrantBreakType, GrantConnection, GrantType, RequestGrantInput } from './grant.type.ts';
import { GrantTermsType, termsShown } from './grant-terms.type.ts';

interface Slice extends RequestContext {
  acting: Publishers;
  grants: GrantService;
  loaders: GrantLoaders;
}

const readers = ['subgraph:publish', 'subgraph:approve', 'grant:decide'];

@Resolver(() => GrantType)
export class GrantResolver {
  @FieldResolver(() => GrantTermsType, {
    nullable: true,
    description: 'On what terms personal data is sent, answered or taken; null where none is.',
  })
  terms(@Root() grant: GrantType): GrantTermsType | null {
    return termsShown(grant);
  }

  @Directive(requiresScopes(...readers))
  @Query(() => GrantConnection, {
    description:
      'Grants, newest first: those that your organisation gave, asked for or holds, with those for everyone; all with `subgraph:approve`.',
  })
  async grants(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('owner', () => ID, { nullable: true, description: 'Only those of this owner.' })
    owner: string | null | undefined,
    @Arg('grantee', () => ID, { nullable: true, description: 'Only those for this organisation.' })
    grantee: string | null | undefined,
    @Arg('status', () => GrantStatus, { nullable: true, description: 'Only those in this state.' })
    status: GrantStatus | null | undefined,
    @Ctx() { caller, acting, database }: Slice,
  ): Promise<Connection<GrantType>> {
    demandScope(caller, ...readers);
    const page = readPage(args, idKey);
    const parties = mayReadAll(caller) ? null : acting.of(caller);
    const filter = { owner: owner ?? null, grantee: grantee ?? null, status: status ?? null, parties };
    const rows = mayList(caller) ? await listGrants(database, page, filter) : [];
    return toConnection(rows, page, ({ id }) => [id]);
  }

  @Declared(requestGrant)
  async requestGrant(
    @Arg('input', () => RequestGrantInput, { description: 'What is asked for.' }) input: RequestGrantInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, grants, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(requestGrant, language, async () =>
      loaders.grant.load(await grants.request(em(), input, { caller, key })),
    );
  }

  @Declared(decideGrant)
  async decideGrant(
    @Arg('id', () => ID, { description: "The grant's id." }) id: string,
    @Arg('isGranted', () => Boolean, { description: 'Whether you allow it.' }) isGranted: boolean,
    @Ctx() { em, grants, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(decideGrant, language, async () =>
      loaders.grant.load(await grants.decide(em(), id, { caller, isGranted })),
    );
  }

  @Declared(revokeGrant)
  async revokeGrant(
    @Arg('id', () => ID, { description: "The grant's id." }) id: string,
    @Arg('reason', () => String, { description: 'For who uses it to read: 3 to 500 characters.' }) reason: string,
    @Arg('endsOn', () => DateScalar, { nullable: true, description: 'The day on which it holds no more.' })
    endsOn: string | null | undefined,
    @Ctx() { em, grants, loaders, caller, language }: Slice,
  ): Promise<object> {
    let breaks: GrantBreakType[] | null = null;
    const answered = await answer(revokeGrant, language, async () => {
      const revoked = await grants.revoke(em(), id, { caller, reason, endsOn });
      breaks = revoked.breaks;
      return loaders.grant.load(revoked.id);
    });
    return { ...answered, breaks };
  }
}
