import { Arg, Ctx, Directive, Int, Mutation, Resolver } from 'type-graphql';
import { cost } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { orRefusal } from '../../kit/or-refusal.ts';
import type { WaveLoaders } from './wave.loaders.ts';
import type { WaveService } from './wave.service.ts';
import { WaveType } from './wave.type.ts';
import {
  AnnounceWavePayload,
  CloseWavePayload,
  CreateWaveInput,
  CreateWavePayload,
  DrawWavePayload,
  OpenWavePayload,
  ReofferQuotaPayload,
  RevokeUnusedPayload,
  ScreenWavePayload,
} from './wave-change.type.ts';

interface Slice extends RequestContext {
  waves: WaveService;
  loaders: WaveLoaders;
}

const NUMBER = { description: "The wave's number." };
const SHORT = 100;
const LONG = 1_000;

/** Runs a use case and answers the wave as it stands afterwards. */
const changed = ({ language, loaders }: Slice, useCase: () => Promise<number>) =>
  orRefusal('wave', language, async () => {
    const number = await useCase();
    return loaders.wave.clear(number).load(number);
  });

// No @requiresScopes on mutations: a refusal is data, and its attempt belongs in the audit trail.
@Resolver(() => WaveType)
export class WaveChangeResolver {
  @Directive(cost(SHORT))
  @Mutation(() => CreateWavePayload, {
    description:
      'Plans a wave; it opens and closes by its schedule. Takes the scope `wave:manage`. Refusals: FORBIDDEN, WAVE_NUMBER_INVALID, WAVE_QUOTA_INVALID, WAVE_SCHEDULE_INVALID, POLICY_UNKNOWN, WAVE_EXISTS, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED.',
  })
  async createWave(
    @Arg('input', () => CreateWaveInput, { description: 'The wave.' }) input: CreateWaveInput,
    @Arg('idempotencyKey', () => String, {
      description: 'Of your making, 8 to 128 characters: a repeated call answers as the first one did.',
    })
    key: string,
    @Ctx() context: Slice,
  ): Promise<CreateWavePayload> {
    const { em, waves, caller, requestId } = context;
    return changed(context, async () => waves.create(em(), input, { caller, requestId, key }));
  }

  @Directive(cost(SHORT))
  @Mutation(() => OpenWavePayload, {
    description:
      'Opens a planned wave now, before its time. Takes the scope `wave:manage`. Refusals: FORBIDDEN, WAVE_UNKNOWN, WAVE_TRANSITION_ILLEGAL.',
  })
  async openWave(@Arg('number', () => Int, NUMBER) number: number, @Ctx() context: Slice): Promise<OpenWavePayload> {
    const { em, waves, caller, requestId } = context;
    return changed(context, () => waves.open(em(), number, { caller, requestId }));
  }

  @Directive(cost(SHORT))
  @Mutation(() => CloseWavePayload, {
    description:
      'Closes an open wave now, before its time. Takes the scope `wave:manage`. Refusals: FORBIDDEN, WAVE_UNKNOWN, WAVE_TRANSITION_ILLEGAL.',
  })
  async closeWave(@Arg('number', () => Int, NUMBER) number: number, @Ctx() context: Slice): Promise<CloseWavePayload> {
    const { em, waves, caller, requestId } = context;
    return changed(context, () => waves.close(em(), number, { caller, requestId }));
  }

  @Directive(cost(LONG))
  @Mutation(() => ScreenWavePayload, {
    description:
      'Judges every registration of a closed wave by its policy. Takes the scope `wave:manage`. A large wave goes on after the answer: `Wave.progress`, `waveProgress`. Refusals: FORBIDDEN, WAVE_UNKNOWN, WAVE_STEP_RUNNING, WAVE_TRANSITION_ILLEGAL.',
  })
  async screenWave(
    @Arg('number', () => Int, NUMBER) number: number,
    @Ctx() context: Slice,
  ): Promise<ScreenWavePayload> {
    const { em, waves, caller, requestId } = context;
    return changed(context, () => waves.run(em(), 'screenWave', { number, caller, requestId }));
  }

  @Directive(cost(LONG))
  @Mutation(() => DrawWavePayload, {
    description:
      'Freezes the entries of a screened wave, publishes what the draw depends on, and draws when the named round of the public beacon is out. Takes the scope `wave:manage`. It goes on after the answer: `Wave.progress`, `waveProgress`. Refusals: FORBIDDEN, WAVE_UNKNOWN, WAVE_STEP_RUNNING, WAVE_TRANSITION_ILLEGAL, WAVE_HAS_NO_QUOTA.',
  })
  async drawWave(@Arg('number', () => Int, NUMBER) number: number, @Ctx() context: Slice): Promise<DrawWavePayload> {
    const { em, waves, caller, requestId } = context;
    return changed(context, () => waves.run(em(), 'drawWave', { number, caller, requestId }));
  }

  @Directive(cost(LONG))
  @Mutation(() => AnnounceWavePayload, {
    description:
      'Tells everyone of a drawn wave how it came out; the training balances of winners follow within seconds. A winner who may no longer receive becomes INELIGIBLE. Takes the scope `wave:announce`. A large wave goes on after the answer: `Wave.progress`, `waveProgress`. Refusals: FORBIDDEN, WAVE_UNKNOWN, WAVE_STEP_RUNNING, WAVE_TRANSITION_ILLEGAL.',
  })
  async announceWave(
    @Arg('number', () => Int, NUMBER) number: number,
    @Ctx() context: Slice,
  ): Promise<AnnounceWavePayload> {
    const { em, waves, caller, requestId } = context;
    return changed(context, () => waves.run(em(), 'announceWave', { number, caller, requestId }));
  }

  @Directive(cost(LONG))
  @Mutation(() => RevokeUnusedPayload, {
    description:
      'Takes the award from recipients of an announced wave who bought nothing until its deadline; their balances return to the treasury, and the wave is settled. Takes the scope `wave:manage`. A large wave goes on after the answer: `Wave.progress`, `waveProgress`. Refusals: FORBIDDEN, WAVE_UNKNOWN, WAVE_STEP_RUNNING, WAVE_TRANSITION_ILLEGAL, PURCHASE_DEADLINE_NOT_PASSED.',
  })
  async revokeUnused(
    @Arg('number', () => Int, NUMBER) number: number,
    @Ctx() context: Slice,
  ): Promise<RevokeUnusedPayload> {
    const { em, waves, caller, requestId } = context;
    return changed(context, () => waves.run(em(), 'revokeUnused', { number, caller, requestId }));
  }
}

@Resolver(() => WaveType)
export class ReofferResolver {
  @Directive(cost(SHORT))
  @Mutation(() => ReofferQuotaPayload, {
    description:
      'Gives places that came free in one wave to another one that is not frozen yet, by a decision of the Committee; the same decision again does nothing. Takes the scope `wave:manage`. Refusals: FORBIDDEN, DECISION_NUMBER_MALFORMED, DECISION_NUMBER_USED, SAME_WAVE, WAVE_UNKNOWN, WAVE_FROZEN, WAVE_STEP_RUNNING, PLACES_NOT_FREE.',
  })
  async reofferQuota(
    @Arg('from', () => Int, { description: 'The wave in which places came free.' }) from: number,
    @Arg('to', () => Int, { description: 'The wave that gets them.' }) to: number,
    @Arg('places', () => Int, { description: 'How many: at most `Wave.freePlaces` of the first.' }) places: number,
    @Arg('decisionNumber', () => String, { description: 'Number of the decision: 3 to 100 characters.' })
    decisionNumber: string,
    @Ctx() context: Slice,
  ): Promise<ReofferQuotaPayload> {
    const { em, waves, caller, requestId } = context;
    return changed(context, () => waves.reoffer(em(), { from, to, places, decisionNumber }, { caller, requestId }));
  }
}
