import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { cost, listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { isOverdue, nextStepsOf } from './next-step.ts';
import { NextWaveStepType } from './next-step.type.ts';
import type { WaveLoaders } from './wave.loaders.ts';
import { WaveType } from './wave.type.ts';

interface Slice extends RequestContext {
  now: () => Date;
  loaders: WaveLoaders;
}

@Resolver(() => WaveType)
export class NextStepResolver {
  @FieldResolver(() => Boolean, {
    description:
      'Whether its time to be open passed while it was PLANNED, as when the service was down: nobody could join. It gets another time, or is cancelled.',
  })
  isOverdue(@Root() wave: WaveType, @Ctx() { now }: Slice): boolean {
    return isOverdue(wave, now());
  }

  @Directive(cost(5))
  @Directive(listOf(3))
  @Directive(requiresScopes('wave:manage'))
  @FieldResolver(() => [NextWaveStepType], {
    description:
      'What an officer can do next, and what that would do if it were done now: to be read before a step that cannot be taken back. Empty while a step is under way. Seen with the scope `wave:manage`.',
  })
  async nextSteps(
    @Root() wave: WaveType,
    @Ctx() { caller, loaders, language, now }: Slice,
  ): Promise<NextWaveStepType[]> {
    demandScope(caller, 'wave:manage');
    const [funnel, standing] = await Promise.all([
      loaders.waveFunnel.load(wave.number),
      loaders.waveStanding.load(wave.number),
    ]);
    return nextStepsOf({ ...wave, ...standing, funnel }, now()).map(({ text, ...step }) => ({
      ...step,
      does: text[language],
    }));
  }
}
