import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { ParticipantStub } from '../participant/participant.type.ts';
import type { BalanceLoaders } from './balance.loader.ts';
import { TrainingBalanceType } from './balance.type.ts';

interface Slice extends RequestContext {
  loaders: BalanceLoaders;
}

@Resolver(() => ParticipantStub)
export class BalanceResolver {
  @Directive(requiresScopes('self', 'ledger:read'))
  @Directive(personalData('specific'))
  @FieldResolver(() => TrainingBalanceType, {
    nullable: true,
    description: 'What this participant may spend on courses; null before an award. Takes `self` or `ledger:read`.',
  })
  async trainingBalance(
    @Root() { id }: ParticipantStub,
    @Ctx() { loaders }: Slice,
  ): Promise<TrainingBalanceType | null> {
    return loaders.balance.load(id);
  }
}
