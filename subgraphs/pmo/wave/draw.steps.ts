import { column, statement } from '../../kit/statement.ts';
import type { DrawService } from '../draw/draw.service.ts';
import { refusals } from './wave.refusal.ts';
import { WaveStatus, WaveStepName } from './wave.status.ts';
import type { WholeStep } from './wave-step.ts';

const ELIGIBLE = statement(
  'draw-total',
  { total: column.int4 },
  `select count(*)::int as total from registration where wave_number = $1 and status = 'ELIGIBLE'`,
);

/** Fixes the entries and publishes what the draw will depend on. */
export const freezeStep = (draws: DrawService): WholeStep => ({
  to: null,
  next: WaveStepName.DRAW,
  total: ELIGIBLE,
  begin: ({ quota }) => {
    if (!quota) throw refusals.noQuota();
  },
  whole: async (client, { waveNumber }) => {
    await draws.freeze(client, waveNumber);
    return true;
  },
});

/** Waits for the beacon's round, and draws. */
export const drawStep = (draws: DrawService): WholeStep => ({
  to: WaveStatus.DRAWN,
  next: null,
  total: ELIGIBLE,
  whole: async (client, { waveNumber }) => (await draws.draw(client, waveNumber)) !== null,
});
