import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { listOf } from '../../../kit/directives.ts';
import type { RequestContext } from '../../../kit/feature.ts';
import { Declared } from '../../../kit/mutation.ts';
import type { VoidService } from '../../wave/void.service.ts';
import { answerWave, type WaveAnswerContext, WaveNumber } from '../../wave/wave.mutations.ts';
import { WaveType } from '../../wave/wave.type.ts';
import type { DrawLoaders } from '../draw.loader.ts';
import { approveDraw, cosignDraw, setDrawWitnesses, voidDraw } from './witness.mutations.ts';
import type { WitnessService } from './witness.service.ts';
import { DrawWitnessesType, VoidDrawType } from './witness.type.ts';

interface Slice extends RequestContext, Omit<WaveAnswerContext, 'loaders'> {
  witnesses: WitnessService;
  voids: VoidService;
  loaders: WaveAnswerContext['loaders'] & DrawLoaders;
}

@Resolver(() => WaveType)
export class WitnessResolver {
  @FieldResolver(() => DrawWitnessesType, {
    nullable: true,
    description: 'Who witnesses its draw; null where nobody does.',
  })
  drawWitnesses(@Root() { number }: WaveType, @Ctx() { loaders }: Slice): Promise<DrawWitnessesType | null> {
    return loaders.drawWitnesses.load(number);
  }

  @Directive(listOf(3))
  @FieldResolver(() => [VoidDrawType], { description: 'Attempts to draw it that are void, the first one first.' })
  voidDraws(@Root() { number }: WaveType, @Ctx() { loaders }: Slice): Promise<VoidDrawType[]> {
    return loaders.voidDraws.load(number);
  }

  @Declared(setDrawWitnesses)
  async setDrawWitnesses(
    @WaveNumber() number: number,
    @Arg('witnesses', () => [String], { description: 'Verifier keys, name+id+key: at most 50.' }) witnesses: string[],
    @Arg('threshold', () => Int, { description: 'How many must sign: more than half.' }) threshold: number,
    @Ctx() context: Slice,
  ): Promise<object> {
    const { em, witnesses: service, caller } = context;
    return answerWave(setDrawWitnesses, context, () =>
      service.setRoster(em(), { number, witnesses, threshold }, caller),
    );
  }

  @Declared(approveDraw)
  async approveDraw(@WaveNumber() number: number, @Ctx() context: Slice): Promise<object> {
    const { em, witnesses, caller } = context;
    return answerWave(approveDraw, context, () => witnesses.approve(em(), number, caller));
  }

  @Declared(cosignDraw)
  async cosignDraw(
    @WaveNumber() number: number,
    @Arg('attempt', () => Int, { description: '`Draw.attempt`.' }) attempt: number,
    @Arg('cosignature', () => String, { description: 'The line that the witness made: — name base64.' })
    cosignature: string,
    @Ctx() context: Slice,
  ): Promise<object> {
    const { em, witnesses } = context;
    return answerWave(cosignDraw, context, () => witnesses.cosign(em(), { number, attempt, cosignature }));
  }

  @Declared(voidDraw)
  async voidDraw(
    @WaveNumber() number: number,
    @Arg('reason', () => String, { description: 'Why, for everyone to read: 3 to 500 characters.' }) reason: string,
    @Ctx() context: Slice,
  ): Promise<object> {
    const { em, voids, caller } = context;
    return answerWave(voidDraw, context, () => voids.void(em(), { number, reason }, caller));
  }
}
