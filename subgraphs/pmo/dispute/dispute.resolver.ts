import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demandScope, demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { ParticipantLoaders } from '../participant/participant.loaders.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import { type DisputeLoaders, listDisputes } from './dispute.loader.ts';
import { decideIdentityDispute, openIdentityDispute } from './dispute.mutations.ts';
import type { DisputeService } from './dispute.service.ts';
import { DisputeOutcome, DisputeStatus } from './dispute.status.ts';
import { DisputeOpinionType, IdentityDisputeConnection, IdentityDisputeType } from './dispute.type.ts';

interface Slice extends RequestContext {
  disputes: DisputeService;
  loaders: DisputeLoaders & ParticipantLoaders;
}

@Resolver(() => IdentityDisputeType)
export class IdentityDisputeResolver {
  @Directive(requiresScopes('identity:decide'))
  @Query(() => IdentityDisputeConnection, {
    description: 'Disputes about whose a NIK is, in the order in which they were opened; takes `identity:decide`.',
  })
  async identityDisputes(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('status', () => DisputeStatus, { nullable: true, description: 'Only those that have come this far.' })
    status: DisputeStatus | null | undefined,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<IdentityDisputeType>> {
    demandScope(caller, 'identity:decide');
    const page = readPage(args, idKey);
    return toConnection(await listDisputes(database, page, status ?? null), page, ({ id }) => [id]);
  }

  @Directive(requiresScopes('identity:decide'))
  @FieldResolver(() => ParticipantType, { nullable: true, description: 'Who opened it, for officers.' })
  participant(
    @Root() { participantId }: IdentityDisputeType,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<ParticipantType | null> {
    demandScope(caller, 'identity:decide');
    return loaders.participant.load(participantId);
  }

  @Directive(requiresScopes('identity:decide'))
  @FieldResolver(() => ID, {
    name: 'holderId',
    nullable: true,
    description:
      'Id of the participant who held the NIK when it was decided, for officers alone; null before, and where nobody did.',
  })
  idOfHolder(@Root() { holderId }: IdentityDisputeType, @Ctx() { caller }: Slice): string | null {
    demandScope(caller, 'identity:decide');
    return holderId;
  }

  @Directive(requiresScopes('identity:decide'))
  @Directive(listOf(3))
  @FieldResolver(() => [DisputeOpinionType], { nullable: true, description: 'What officers said, for officers alone.' })
  opinions(@Root() { id }: IdentityDisputeType, @Ctx() { caller, loaders }: Slice): Promise<DisputeOpinionType[]> {
    demandScope(caller, 'identity:decide');
    return loaders.disputeOpinions.load(id);
  }

  @Declared(openIdentityDispute)
  async openIdentityDispute(
    @Arg('evidence', () => String, { description: 'Where the documents can be seen: 3 to 200 characters.' })
    evidence: string,
    @IdempotencyKey() key: string,
    @Ctx() { em, disputes, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(openIdentityDispute, language, async () =>
      loaders.identityDispute.load(await disputes.open(em(), evidence, { caller, key })),
    );
  }

  @Declared(decideIdentityDispute)
  async decideIdentityDispute(
    @Arg('id', () => ID, { description: "The dispute's id." }) id: string,
    @Arg('outcome', () => DisputeOutcome, { description: 'How it should be decided.' }) outcome: DisputeOutcome,
    @Arg('reason', () => String, { description: 'Why: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, disputes, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(decideIdentityDispute, language, async () =>
      loaders.identityDispute.load(await disputes.say(em(), { id, outcome, reason }, caller)),
    );
  }
}

@Resolver(() => ParticipantType)
export class ParticipantDisputesResolver {
  @Directive(requiresScopes('self', 'identity:decide'))
  @FieldResolver(() => IdentityDisputeConnection, {
    description: 'Disputes that the person opened about their NIK, newest first: for them, and with `identity:decide`.',
  })
  async identityDisputes(
    @Root() { id }: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<Connection<IdentityDisputeType>> {
    demandSelfOr(caller, id, 'identity:decide');
    const page = readPage(args, idKey);
    const rows = await loaders.identityDisputes.load({ parent: id, page });
    return toConnection(rows, page, (dispute) => [dispute.id]);
  }
}
