import { Arg, Ctx, Int, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, type DeclaredMutation, IdempotencyKey } from '../../kit/mutation.ts';
import type { LongStepService, StepCommand } from './long-step.service.ts';
import type { ReofferService } from './reoffer.service.ts';
import type { WaveLoaders } from './wave.loaders.ts';
import {
  announceWave,
  closeWave,
  createWave,
  drawWave,
  openWave,
  reofferQuota,
  revokeUnused,
  screenWave,
} from './wave.mutations.ts';
import type { WaveService } from './wave.service.ts';
import { WaveType } from './wave.type.ts';
import { CreateWaveInput } from './wave-change.type.ts';

interface Slice extends RequestContext {
  waves: WaveService;
  longSteps: LongStepService;
  reoffers: ReofferService;
  loaders: WaveLoaders;
}

const WaveNumber = () => Arg('number', () => Int, { description: "The wave's number." });

/** Runs a use case and answers the wave as it stands afterwards. */
const answerWave = (
  mutation: DeclaredMutation<WaveType>,
  { language, loaders }: Slice,
  useCase: () => Promise<number>,
) =>
  answer(mutation, language, async () => {
    const number = await useCase();
    return loaders.wave.clear(number).load(number);
  });

const begin = (mutation: DeclaredMutation<WaveType>, context: Slice, number: number) => {
  const { em, longSteps, caller, requestId } = context;
  const command = mutation.name as StepCommand;
  return answerWave(mutation, context, () => longSteps.begin(em(), command, { number, caller, requestId }));
};

// No @requiresScopes on mutations: a refusal is data, and its attempt belongs in the audit trail.
@Resolver(() => WaveType)
export class WaveChangeResolver {
  @Declared(createWave)
  async createWave(
    @Arg('input', () => CreateWaveInput, { description: 'The wave.' }) input: CreateWaveInput,
    @IdempotencyKey() key: string,
    @Ctx() context: Slice,
  ): Promise<object> {
    const { em, waves, caller, requestId } = context;
    return answerWave(createWave, context, async () => waves.create(em(), input, { caller, requestId, key }));
  }

  @Declared(openWave)
  async openWave(@WaveNumber() number: number, @Ctx() context: Slice): Promise<object> {
    const { em, waves, caller, requestId } = context;
    return answerWave(openWave, context, () => waves.open(em(), number, { caller, requestId }));
  }

  @Declared(closeWave)
  async closeWave(@WaveNumber() number: number, @Ctx() context: Slice): Promise<object> {
    const { em, waves, caller, requestId } = context;
    return answerWave(closeWave, context, () => waves.close(em(), number, { caller, requestId }));
  }
}

@Resolver(() => WaveType)
export class LongStepResolver {
  @Declared(screenWave)
  async screenWave(@WaveNumber() number: number, @Ctx() context: Slice): Promise<object> {
    return begin(screenWave, context, number);
  }

  @Declared(drawWave)
  async drawWave(@WaveNumber() number: number, @Ctx() context: Slice): Promise<object> {
    return begin(drawWave, context, number);
  }

  @Declared(announceWave)
  async announceWave(@WaveNumber() number: number, @Ctx() context: Slice): Promise<object> {
    return begin(announceWave, context, number);
  }

  @Declared(revokeUnused)
  async revokeUnused(@WaveNumber() number: number, @Ctx() context: Slice): Promise<object> {
    return begin(revokeUnused, context, number);
  }
}

@Resolver(() => WaveType)
export class ReofferResolver {
  @Declared(reofferQuota)
  async reofferQuota(
    @Arg('from', () => Int, { description: 'The wave in which places came free.' }) from: number,
    @Arg('to', () => Int, { description: 'The wave that gets them.' }) to: number,
    @Arg('places', () => Int, { description: 'How many: at most `Wave.freePlaces` of the first.' }) places: number,
    @Arg('decisionNumber', () => String, { description: 'Number of the decision: 3 to 100 characters.' })
    decisionNumber: string,
    @Ctx() context: Slice,
  ): Promise<object> {
    const { em, reoffers, caller, requestId } = context;
    return answerWave(reofferQuota, context, () =>
      reoffers.reoffer(em(), { from, to, places, decisionNumber }, { caller, requestId }),
    );
  }
}
