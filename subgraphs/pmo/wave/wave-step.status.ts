import { transitionsOf } from '../../kit/status.ts';

/** The long steps in the life of a wave. */
export enum WaveStepName {
  SCREEN = 'SCREEN',
  FREEZE = 'FREEZE',
  DRAW = 'DRAW',
  ANNOUNCE = 'ANNOUNCE',
  REVOKE = 'REVOKE',
}

export enum WaveStepStatus {
  RUNNING = 'RUNNING',
  DONE = 'DONE',
}

/** A step runs once for a wave. */
export const stepTransition = transitionsOf<WaveStepStatus>('step', { RUNNING: ['DONE'], DONE: [] });
