import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import type { RequestFacts } from '../../kit/request.ts';
import type { Fundings } from '../funding/index.ts';
import { lockWave } from './wave.lock.ts';
import { refusals } from './wave.refusal.ts';
import { transition, WaveStatus, WaveStepName } from './wave.status.ts';
import { startStep, type WaveSteps } from './wave-step.ts';

interface Command {
  /** The step that it begins. */
  step: WaveStepName;
  /** The state of the wave in the end. */
  reaches: WaveStatus;
  scope: string;
}

const commands = {
  screenWave: { step: WaveStepName.SCREEN, reaches: WaveStatus.SCREENED, scope: 'wave:manage' },
  drawWave: { step: WaveStepName.FREEZE, reaches: WaveStatus.DRAWN, scope: 'wave:manage' },
  // Announcing commits public money; it takes an officer whose scope names it.
  announceWave: { step: WaveStepName.ANNOUNCE, reaches: WaveStatus.ANNOUNCED, scope: 'wave:announce' },
  revokeUnused: { step: WaveStepName.REVOKE, reaches: WaveStatus.SETTLED, scope: 'wave:manage' },
} as const satisfies Record<string, Command>;

export type StepCommand = keyof typeof commands;

/** A command of a caller, in a request. */
interface StepCall extends Pick<RequestFacts, 'caller' | 'requestId'> {
  number: number;
}

export interface WaveStepServiceOptions {
  steps: WaveSteps;
  runner: Pick<FencedWork, 'attend'>;
  fundings: Pick<Fundings, 'awaitAnswer'>;
  now: () => Date;
}

/** Begins what takes long in the life of a wave. */
export class WaveStepService {
  readonly #options: WaveStepServiceOptions;

  constructor(options: WaveStepServiceOptions) {
    this.#options = options;
  }

  /**
   * Begins a long step and waits a few seconds for it; what is not done by then goes on, and `Wave.progress` tells.
   * @returns the wave's number
   * @throws Refusal FORBIDDEN, WAVE_UNKNOWN, WAVE_STEP_RUNNING, WAVE_TRANSITION_ILLEGAL, WAVE_HAS_NO_QUOTA,
   * FUNDING_PENDING, FUNDING_REFUSED, PURCHASE_DEADLINE_NOT_PASSED
   */
  async begin(em: EntityManager, command: StepCommand, { number, caller, requestId }: StepCall): Promise<number> {
    const { steps, runner, fundings, now } = this.#options;
    const { step: name, reaches, scope } = commands[command];
    touched('Wave', number);
    // Asked for at the screening: nearly always it is there.
    if (command === 'drawWave' && caller.can(scope)) await fundings.awaitAnswer(number);
    await em.transactional(async (tx) => {
      if (!caller.can(scope)) throw notAllowed({ scopes: [scope] });
      const { wave, running } = await lockWave(tx, number);
      if (running) throw refusals.stepRunning(running);
      transition(wave.status, reaches);
      const step = steps[name];
      await step.begin?.(wave, tx, requestId);
      const requestedBy = caller.id ?? '';
      await startStep(tx, step, { waveNumber: number, name, requestedBy, requestId, now: now() });
    });
    await runner.attend(number);
    return number;
  }
}
