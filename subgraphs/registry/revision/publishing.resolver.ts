import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import type { ApprovalService } from './approval.service.ts';
import type { ProposalService } from './proposal.service.ts';
import { PublishSubgraphInput, RollbackSubgraphInput } from './revision.input.ts';
import type { RevisionLoaders } from './revision.loader.ts';
import { approveSubgraph, publishSubgraph, rollbackSubgraph, withdrawSubgraph } from './revision.mutations.ts';
import { RevisionType } from './revision.type.ts';

interface Slice extends RequestContext {
  proposals: ProposalService;
  approvals: ApprovalService;
  loaders: RevisionLoaders;
}

@Resolver(() => RevisionType)
export class PublishingResolver {
  @Declared(publishSubgraph)
  async publishSubgraph(
    @Arg('input', () => PublishSubgraphInput, { description: 'The revision.' }) input: PublishSubgraphInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, proposals, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(publishSubgraph, language, async () =>
      loaders.revision.load(await proposals.publish(em(), input, { caller, key })),
    );
  }

  @Declared(rollbackSubgraph)
  async rollbackSubgraph(
    @Arg('input', () => RollbackSubgraphInput, { description: 'What comes back.' }) input: RollbackSubgraphInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, proposals, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(rollbackSubgraph, language, async () =>
      loaders.revision.load(await proposals.rollback(em(), input, { caller, key })),
    );
  }

  @Declared(withdrawSubgraph)
  async withdrawSubgraph(
    @Arg('id', () => ID, { description: "The revision's id." }) id: string,
    @Ctx() { em, proposals, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(withdrawSubgraph, language, async () =>
      loaders.revision.load(await proposals.withdraw(em(), id, caller)),
    );
  }

  @Declared(approveSubgraph)
  async approveSubgraph(
    @Arg('id', () => ID, { description: "The revision's id." }) id: string,
    @Arg('keyId', () => ID, { description: 'Id of an approved key of the role APPROVER for which you act.' })
    keyId: string,
    @Arg('signature', () => String, { description: 'Ed25519 over the statement as its approver, in base64url.' })
    signature: string,
    @Ctx() { em, approvals, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(approveSubgraph, language, async () =>
      loaders.revision.load(await approvals.approve(em(), id, { caller, keyId, signature })),
    );
  }
}
