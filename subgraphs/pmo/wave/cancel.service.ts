import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import type { Fundings } from '../funding/index.ts';
import { cancelStep } from './cancel.step.ts';
import { lockWave } from './wave.lock.ts';
import { refusals } from './wave.refusal.ts';
import type { WaveCall } from './wave.service.ts';
import { transition, WaveStatus, WaveStepName } from './wave.status.ts';
import { startStep } from './wave-step.ts';

interface CancelOptions {
  fundings: Pick<Fundings, 'trim'>;
  runner: Pick<FencedWork, 'attend'>;
  now: () => Date;
}

/** Cancels waves that are not drawn. */
export class CancelService {
  readonly #options: CancelOptions;

  constructor(options: CancelOptions) {
    this.#options = options;
  }

  /**
   * Cancels a wave: nobody joins it any more, its money is given back, and everyone in it is let go. Once its entries are
   * fixed it is drawn: whoever could cancel it then could choose among draws.
   * @returns the wave's number
   * @throws Refusal FORBIDDEN, CANCEL_REASON_MALFORMED, WAVE_UNKNOWN, WAVE_STEP_RUNNING, WAVE_TRANSITION_ILLEGAL
   */
  async cancel(
    em: EntityManager,
    { number, reason }: { number: number; reason: string },
    { caller, requestId }: WaveCall,
  ): Promise<number> {
    const { fundings, runner, now } = this.#options;
    touched('Wave', number);
    await em.transactional(async (tx) => {
      if (!caller.can('wave:manage')) throw notAllowed({ scopes: ['wave:manage'] });
      const cancelReason = typedWithin(reason, { least: 3, most: 500 });
      if (cancelReason === null) throw refusals.cancelReason();
      const { wave, running, isFrozen } = await lockWave(tx, number);
      if (running) throw refusals.stepRunning(running);
      if (isFrozen) throw transition.refusal(wave.status, WaveStatus.CANCELLED);
      const status = transition(wave.status, WaveStatus.CANCELLED);
      const at = now();
      Object.assign(wave, { status, cancelReason, cancelledAt: at });
      // Nobody was awarded: all of it is given back.
      await fundings.trim(tx, { wave: number, requestId });
      const requestedBy = caller.id ?? '';
      const facts = { waveNumber: number, name: WaveStepName.CANCEL, requestedBy, requestId, now: at };
      await startStep(tx, cancelStep, facts);
    });
    await runner.attend(number);
    return number;
  }
}
