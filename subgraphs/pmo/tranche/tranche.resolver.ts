import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { RegistrationType } from '../registration/registration.type.ts';
import { WaveType } from '../wave/wave.type.ts';
import type { TrancheLoaders } from './tranche.loader.ts';
import { WaveTrancheType } from './tranche.type.ts';

interface Slice extends RequestContext {
  loaders: TrancheLoaders;
}

@Resolver(() => WaveType)
export class WaveTranchesResolver {
  @Directive(listOf(12))
  @FieldResolver(() => [WaveTrancheType], {
    description:
      'Periods among which its winners are shared out, in each region in the order of their ranks; empty for a wave whose winners all begin when they are told.',
  })
  tranches(@Root() { number }: WaveType, @Ctx() { loaders }: Slice): Promise<WaveTrancheType[]> {
    return loaders.tranches.load(number);
  }
}

@Resolver(() => RegistrationType)
export class RegistrationTrancheResolver {
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => WaveTrancheType, {
    nullable: true,
    description: 'The period in which the person begins; null for who was not selected, and in a wave of one period.',
  })
  tranche(
    @Root() { participantId, waveNumber }: RegistrationType,
    @Ctx() { loaders }: Slice,
  ): Promise<WaveTrancheType | null> {
    return loaders.trancheOfAward.load({ participant: participantId, wave: waveNumber });
  }
}
