import DataLoader from 'dataloader';
import type { Kit } from '../../kit/feature.ts';
import { funnelByRegion, funnelByWave } from './funnel.loader.ts';
import { stepsByWave } from './progress.loader.ts';
import { figuresByWave, waveByNumber, type waveReader } from './wave.loader.ts';
import type { WaveFigureType } from './wave.type.ts';

/** What reads waves for all requests of the process. */
export interface WaveReading {
  readWave: ReturnType<typeof waveReader>;
}

export const waveLoaders = ({ database, readWave }: Pick<Kit, 'database'> & WaveReading) => ({
  wave: waveByNumber(readWave),
  waveFigures: new DataLoader<number, WaveFigureType[]>((numbers) => figuresByWave(database, numbers)),
  waveSteps: stepsByWave(database),
  waveFunnel: funnelByWave(database),
  regionFunnel: funnelByRegion(database),
});

export type WaveLoaders = ReturnType<typeof waveLoaders>;
