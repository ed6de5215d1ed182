import { Ctx, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kit/feature.ts';
import { Declared, type DeclaredMutation } from '../../kit/mutation.ts';
import {
  announceWave,
  answerWave,
  drawWave,
  revokeUnused,
  screenWave,
  type WaveAnswerContext,
  WaveNumber,
} from './wave.mutations.ts';
import { WaveType } from './wave.type.ts';
import type { StepCommand, WaveStepService } from './wave-step.service.ts';

interface Slice extends RequestContext, WaveAnswerContext {
  longSteps: WaveStepService;
}

/** Begins the long step that the mutation is named after. */
const begin = (mutation: DeclaredMutation<WaveType>, context: Slice, number: number) => {
  const { em, longSteps, caller, requestId } = context;
  const command = mutation.name as StepCommand;
  return answerWave(mutation, context, () => longSteps.begin(em(), command, { number, caller, requestId }));
};

// No @requiresScopes on mutations: a refusal is data, and its attempt belongs in the audit trail.
@Resolver(() => WaveType)
export class WaveStepResolver {
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
