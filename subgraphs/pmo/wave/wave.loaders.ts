import type { Kit } from '../../kit/feature.ts';
import { funnelByRegion, funnelByWave } from './funnel.loader.ts';
import { standingByWave } from './next-step.loader.ts';
import { figuresByWave, stepsByWave, waveByNumber, type waveReader } from './wave.loader.ts';

/** Reads waves for all requests of the process. */
export interface WaveReading {
  readWave: ReturnType<typeof waveReader>;
}

export const waveLoaders = ({ database, readWave, now }: Pick<Kit, 'database' | 'now'> & WaveReading) => ({
  wave: waveByNumber(readWave),
  waveFigures: figuresByWave(database),
  waveSteps: stepsByWave(database),
  waveFunnel: funnelByWave({ database, now }),
  waveStanding: standingByWave(database),
  regionFunnel: funnelByRegion({ database, now }),
});

export type WaveLoaders = ReturnType<typeof waveLoaders>;
