import type { PolicyService } from '../policy/policy.service.ts';
import { WaveStatus } from './wave.status.ts';
import { type ChunkedStep, dayOf } from './wave-steps.service.ts';

/** Registrations of one statement: a few seconds, far below the time that one may take. */
const AT_ONCE = 20_000;

/** Judges every registration of a closed wave by its policy. */
export const screenStep = (policies: PolicyService): ChunkedStep => ({
  from: WaveStatus.CLOSED,
  to: WaveStatus.SCREENED,
  next: null,
  total: `select count(*) from registration where wave_number = $1 and status = 'JOINED'`,
  chunk: (tx, running) => {
    const { waveNumber: wave, cursor: after } = running;
    return policies.screen(tx, { wave, asOf: dayOf(running), after, limit: AT_ONCE });
  },
});
