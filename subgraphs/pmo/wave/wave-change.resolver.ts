import { Arg, Ctx, Int, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { Declared, IdempotencyKey } from '../../kit/mutation.ts';
import type { CancelService } from './cancel.service.ts';
import type { ReofferService } from './reoffer.service.ts';
import {
  answerWave,
  cancelWave,
  closeWave,
  createWave,
  openWave,
  reofferQuota,
  updateWave,
  type WaveAnswerContext,
  WaveNumber,
} from './wave.mutations.ts';
import type { WaveService } from './wave.service.ts';
import { WaveType } from './wave.type.ts';
import { CreateWaveInput, UpdateWaveInput } from './wave-change.type.ts';

interface Slice extends RequestContext, WaveAnswerContext {
  waves: WaveService;
  cancellations: CancelService;
  reoffers: ReofferService;
}

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

  @Declared(updateWave)
  async updateWave(
    @WaveNumber() number: number,
    @Arg('input', () => UpdateWaveInput, { description: 'The changes.' }) input: UpdateWaveInput,
    @Ctx() context: Slice,
  ): Promise<object> {
    const { em, waves, caller, requestId } = context;
    return answerWave(updateWave, context, () => waves.update(em(), { number, ...input }, { caller, requestId }));
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

  @Declared(cancelWave)
  async cancelWave(
    @WaveNumber() number: number,
    @Arg('reason', () => String, { description: 'Why, for everyone to read: 3 to 500 characters.' }) reason: string,
    @Ctx() context: Slice,
  ): Promise<object> {
    const { em, cancellations, caller, requestId } = context;
    return answerWave(cancelWave, context, () => cancellations.cancel(em(), { number, reason }, { caller, requestId }));
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
