import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../../kit/feature.ts';
import { Declared } from '../../../kit/mutation.ts';
import { answerWave, type WaveAnswerContext, WaveNumber } from '../../wave/wave.mutations.ts';
import { WaveType } from '../../wave/wave.type.ts';
import type { MatchLoaders } from '../match.loader.ts';
import { approveMatchWaiver, proposeMatchWaiver } from './waiver.mutations.ts';
import type { WaiverService } from './waiver.service.ts';
import { WaveIdentityMatchType } from './waiver.type.ts';

interface Slice extends RequestContext, Omit<WaveAnswerContext, 'loaders'> {
  waivers: WaiverService;
  loaders: WaveAnswerContext['loaders'] & MatchLoaders;
}

@Resolver(() => WaveType)
export class WaiverResolver {
  @FieldResolver(() => WaveIdentityMatchType, {
    nullable: true,
    description: 'Whether its people are confirmed by the civil registry, and what officers decided about it.',
  })
  identityMatch(@Root() { number }: WaveType, @Ctx() { loaders }: Slice): Promise<WaveIdentityMatchType | null> {
    return loaders.waveMatch.load(number);
  }

  @Declared(proposeMatchWaiver)
  async proposeMatchWaiver(
    @WaveNumber() number: number,
    @Arg('reason', () => String, { description: 'Why, for everyone to read: 3 to 500 characters.' }) reason: string,
    @Ctx() context: Slice,
  ): Promise<object> {
    const { em, waivers, caller } = context;
    return answerWave(proposeMatchWaiver, context, () => waivers.propose(em(), { number, reason }, caller));
  }

  @Declared(approveMatchWaiver)
  async approveMatchWaiver(@WaveNumber() number: number, @Ctx() context: Slice): Promise<object> {
    const { em, waivers, caller } = context;
    return answerWave(approveMatchWaiver, context, () => waivers.approve(em(), number, caller));
  }
}
