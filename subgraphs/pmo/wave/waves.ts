import type { Database } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { DrawService } from '../draw/draw.service.ts';
import type { PolicyService } from '../policy/policy.service.ts';
import { announceStep } from './announce.step.ts';
import { drawStep, freezeStep } from './draw.steps.ts';
import { revokeStep } from './revoke.step.ts';
import { screenStep } from './screen.step.ts';
import { WaveService } from './wave.service.ts';
import { type WaveStep, WaveStepName } from './wave-step.ts';
import { WaveSteps, type WaveStepsOptions } from './wave-steps.service.ts';

interface WavesOptions extends Pick<WaveStepsOptions, 'log' | 'now'> {
  database: Database;
  outbox: Outbox;
  policies: PolicyService;
  draws: DrawService;
}

/** The use cases of waves and what works off their long steps, which the caller starts and stops. */
export const wavesOf = ({ database, outbox, policies, draws, log, now }: WavesOptions) => {
  const steps: Record<WaveStepName, WaveStep> = {
    [WaveStepName.SCREEN]: screenStep(policies),
    [WaveStepName.FREEZE]: freezeStep(draws),
    [WaveStepName.DRAW]: drawStep(draws),
    [WaveStepName.ANNOUNCE]: announceStep({ policies, outbox }),
    [WaveStepName.REVOKE]: revokeStep({ outbox, now }),
  };
  const runner = new WaveSteps({ database, steps, log, now });
  return { runner, waves: new WaveService({ steps, runner, now }) };
};
