import { Arg, Ctx, ID, Int, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import type { RevisionLoaders } from '../revision/revision.loader.ts';
import { RevisionType } from '../revision/revision.type.ts';
import { setCanaryShare, withdrawCanary } from './canary.mutations.ts';
import type { CanaryService } from './canary.service.ts';

interface Slice extends RequestContext {
  canaries: CanaryService;
  loaders: RevisionLoaders;
}

@Resolver(() => RevisionType)
export class CanaryResolver {
  @Declared(setCanaryShare)
  async setCanaryShare(
    @Arg('id', () => ID, { description: "The revision's id." }) id: string,
    @Arg('share', () => Int, { description: 'Percent of the callers: 1 to 50, and more than it has.' }) share: number,
    @Arg('keyId', () => ID, { description: 'Id of an approved key of the role APPROVER for which you act.' })
    keyId: string,
    @Arg('signature', () => String, { description: 'Ed25519 over the statement and the share, in base64url.' })
    signature: string,
    @Ctx() { em, canaries, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(setCanaryShare, language, async () =>
      loaders.revision.load(await canaries.setShare(em(), id, { caller, share, keyId, signature })),
    );
  }

  @Declared(withdrawCanary)
  async withdrawCanary(
    @Arg('id', () => ID, { description: "The revision's id." }) id: string,
    @Ctx() { em, canaries, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(withdrawCanary, language, async () =>
      loaders.revision.load(await canaries.withdraw(em(), id, caller)),
    );
  }
}
