import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root, Subscription } from 'type-graphql';
import { listOf } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import type { ProgressService } from './progress.service.ts';
import { WaveStepType } from './progress.type.ts';
import type { WaveLoaders } from './wave.loaders.ts';
import { WaveType } from './wave.type.ts';

interface Slice extends RequestContext {
  progress: ProgressService;
  loaders: WaveLoaders;
}

const unknownWave = (number: number) =>
  inputError('WAVE_UNKNOWN', { en: `There is no wave ${number}.`, id: `Tidak ada gelombang ${number}.` }, 'number');

const watch = ({ args, context }: { args: Record<string, unknown>; context: unknown }) =>
  (context as Slice).progress.watch(args.number as number);

@Resolver(() => WaveType)
export class ProgressResolver {
  @Directive(listOf(5))
  @FieldResolver(() => [WaveStepType], { description: 'Its long steps, oldest first; empty before the first one.' })
  async progress(@Root() { number }: WaveType, @Ctx() { loaders }: Slice): Promise<WaveStepType[]> {
    return loaders.waveSteps.load(number);
  }

  @Subscription(() => WaveType, {
    description:
      'The wave now, and again whenever its state or a long step has moved, at most once a second; ends when it is settled. Error code: WAVE_UNKNOWN.',
    subscribe: watch as never,
  })
  async waveProgress(
    @Arg('number', () => Int, { description: "The wave's number." }) number: number,
    @Ctx() { loaders }: Slice,
  ): Promise<WaveType> {
    const wave = await loaders.wave.load(number);
    if (!wave) throw unknownWave(number);
    return wave;
  }
}
