import type { DrawService } from '../draw/draw.service.ts';
import { refusals } from './wave.refusal.ts';
import { WaveStatus } from './wave.status.ts';
import { WaveStepName, type WholeStep } from './wave-steps.service.ts';

const ELIGIBLE = `select count(*) from registration where wave_number = $1 and status = 'ELIGIBLE'`;

/** Fixes the entries and publishes what the draw will depend on. */
export const freezeStep = (draws: DrawService): WholeStep => ({
  from: WaveStatus.SCREENED,
  to: null,
  next: WaveStepName.DRAW,
  total: ELIGIBLE,
  begin: async (_, { quota }) => {
    if (!quota) throw refusals.noQuota();
  },
  whole: async (client, { waveNumber }) => {
    await draws.freeze(client, waveNumber);
    return true;
  },
});

/** Waits for the beacon's round, and draws. */
export const drawStep = (draws: DrawService): WholeStep => ({
  from: WaveStatus.SCREENED,
  to: WaveStatus.DRAWN,
  next: null,
  total: ELIGIBLE,
  whole: async (client, { waveNumber }) => (await draws.draw(client, waveNumber)) !== null,
});
