import { transitionsOf } from '../../kit/status.ts';

export enum WaveStatus {
  PLANNED = 'PLANNED',
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
  SCREENED = 'SCREENED',
  DRAWN = 'DRAWN',
  ANNOUNCED = 'ANNOUNCED',
  SETTLED = 'SETTLED',
  CANCELLED = 'CANCELLED',
}

/** A wave only moves forward, one state at a time, or is cancelled before its draw. */
export const transition = transitionsOf<WaveStatus>('wave', {
  PLANNED: ['OPEN', 'CANCELLED'],
  OPEN: ['CLOSED', 'CANCELLED'],
  CLOSED: ['SCREENED', 'CANCELLED'],
  SCREENED: ['DRAWN', 'CANCELLED'],
  DRAWN: ['ANNOUNCED'],
  ANNOUNCED: ['SETTLED'],
  SETTLED: [],
  CANCELLED: [],
});

/** The long steps in the life of a wave. */
export enum WaveStepName {
  SCREEN = 'SCREEN',
  FREEZE = 'FREEZE',
  DRAW = 'DRAW',
  ANNOUNCE = 'ANNOUNCE',
  REVOKE = 'REVOKE',
  CANCEL = 'CANCEL',
}

export enum WaveStepStatus {
  RUNNING = 'RUNNING',
  DONE = 'DONE',
}

/** A step runs once for a wave. */
export const stepTransition = transitionsOf<WaveStepStatus>('step', { RUNNING: ['DONE'], DONE: [] });
