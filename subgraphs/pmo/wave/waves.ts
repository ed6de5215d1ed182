import type { Database } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { DrawService } from '../draw/draw.service.ts';
import { type PolicyService, policyInForce, policies as policyVersions } from '../policy/policy.service.ts';
import { announceStep } from './announce.step.ts';
import { drawStep, freezeStep } from './draw.steps.ts';
import { revokeStep } from './revoke.step.ts';
import { screenStep } from './screen.step.ts';
import { WaveService } from './wave.service.ts';
import { type WaveStep, WaveStepName, WaveSteps, type WaveStepsOptions } from './wave-steps.service.ts';

interface WavesOptions extends Pick<WaveStepsOptions, 'log' | 'now'> {
  database: Database;
  outbox: Outbox;
  policies: PolicyService;
  draws: DrawService;
}

/** Returns the policy version that was asked for, or else the one in force on a wave's first day; null when it is none. */
const versionFor = (asked: string | null, opensAt: Date): string | null => {
  const version = asked ?? policyInForce(jakartaDayAfter(opensAt, 0))?.version;
  return policyVersions.find((policy) => policy.version === version)?.version ?? null;
};

/** The use cases of waves and what works off their long steps, which the caller starts and stops. */
export const wavesOf = ({ database, outbox, policies, draws, log, now }: WavesOptions) => {
  const steps: Record<WaveStepName, WaveStep> = {
    [WaveStepName.SCREEN]: screenStep(policies),
    [WaveStepName.FREEZE]: freezeStep(draws),
    [WaveStepName.DRAW]: drawStep(draws),
    [WaveStepName.ANNOUNCE]: announceStep({ policies, outbox, now }),
    [WaveStepName.REVOKE]: revokeStep({ outbox, now }),
  };
  const runner = new WaveSteps({ database, steps, log, now });
  return { runner, waves: new WaveService({ steps, runner, versionFor, now }) };
};
