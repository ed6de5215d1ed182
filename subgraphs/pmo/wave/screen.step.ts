import { column, statement } from '../../kit/statement.ts';
import type { Fundings } from '../funding/index.ts';
import type { PolicyService } from '../policy/index.ts';
import { WaveStatus } from './wave.status.ts';
import { type ChunkedStep, dayOf } from './wave-step.ts';

/** Registrations of one statement: a few seconds, far below the time that one may take. */
const AT_ONCE = 20_000;

const TOTAL = statement(
  'screen-total',
  { total: column.int4 },
  `select count(*)::int as total from registration where wave_number = $1 and status = 'JOINED'`,
);

interface ScreenOptions {
  policies: PolicyService;
  fundings: Fundings;
}

/** Judges every registration of a closed wave by its policy; meanwhile payments is asked for the money of its quota. */
export const screenStep = ({ policies, fundings }: ScreenOptions): ChunkedStep => ({
  to: WaveStatus.SCREENED,
  next: null,
  total: TOTAL,
  begin: ({ number }, tx, requestId) => fundings.request(tx, { wave: number, requestId }),
  chunk: (tx, running) => {
    const { waveNumber: wave, cursor: after } = running;
    return policies.screen(tx, { wave, asOf: dayOf(running), after, limit: AT_ONCE });
  },
});
