import type { Database } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import type { Logger } from '../../kit/log.ts';
import type { DrawService } from '../draw/draw.service.ts';
import type { ListService } from '../draw/list/list.service.ts';
import type { Fundings } from '../funding/index.ts';
import type { MatchGate } from '../match/gate.service.ts';
import { type PolicyService, policyInForce, policies as policyVersions } from '../policy/index.ts';
import type { Revocations } from '../revocation/index.ts';
import { announceStep } from './announce.step.ts';
import { CancelService } from './cancel.service.ts';
import { cancelStep } from './cancel.step.ts';
import { drawStep, freezeStep } from './draw.steps.ts';
import { ReofferService } from './reoffer.service.ts';
import { RevokeService } from './revoke.service.ts';
import { revokeStep } from './revoke.step.ts';
import { screenStep } from './screen.step.ts';
import { VoidService } from './void.service.ts';
import { WaveService } from './wave.service.ts';
import { WaveStepName } from './wave.status.ts';
import { WaveStepService } from './wave-step.service.ts';
import type { WaveSteps } from './wave-step.ts';
import { waveStepsOf } from './wave-steps.ts';

interface WavesOptions {
  database: Database;
  outbox: Outbox;
  policies: PolicyService;
  draws: DrawService;
  drawLists: ListService;
  revocations: Revocations;
  fundings: Fundings;
  matchGate: MatchGate;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  now: () => Date;
}

/** Returns the policy version that was asked for, or else the one in force on a wave's first day; null when it is none. */
const versionFor = (asked: string | null, opensAt: Date): string | null => {
  const version = asked ?? policyInForce(jakartaDayAfter(opensAt, 0))?.version;
  return policyVersions.find((policy) => policy.version === version)?.version ?? null;
};

/** Returns the use cases of waves, and what works off their long steps, which the caller starts and stops. */
export const wavesOf = (options: WavesOptions) => {
  const { database, outbox, policies, draws, drawLists, revocations, fundings, matchGate, log, now } = options;
  const steps: WaveSteps = {
    [WaveStepName.SCREEN]: screenStep({ policies, fundings }),
    [WaveStepName.FREEZE]: freezeStep({ draws, drawLists, fundings, matchGate }),
    [WaveStepName.DRAW]: drawStep(draws),
    [WaveStepName.ANNOUNCE]: announceStep({ policies, fundings, outbox, now }),
    [WaveStepName.REVOKE]: revokeStep({ revocations, now }),
    [WaveStepName.CANCEL]: cancelStep,
  };
  const waveSteps = waveStepsOf({ database, steps, log, now });
  return {
    waves: new WaveService({ versionFor, now }),
    cancellations: new CancelService({ fundings, runner: waveSteps, now }),
    revokes: new RevokeService({ revocations, outbox, log, now }),
    voids: new VoidService({ now }),
    reoffers: new ReofferService({ now }),
    longSteps: new WaveStepService({ steps, runner: waveSteps, fundings, now }),
    waveSteps,
  };
};
