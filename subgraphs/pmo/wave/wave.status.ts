import { transitionsOf } from '../../kit/status.ts';

export enum WaveStatus {
  PLANNED = 'PLANNED',
  OPEN = 'OPEN',
  CLOSED = 'CLOSED',
  SCREENED = 'SCREENED',
  DRAWN = 'DRAWN',
  ANNOUNCED = 'ANNOUNCED',
  SETTLED = 'SETTLED',
}

/** A wave only moves forward, one state at a time. */
export const transition = transitionsOf<WaveStatus>('wave', {
  PLANNED: ['OPEN'],
  OPEN: ['CLOSED'],
  CLOSED: ['SCREENED'],
  SCREENED: ['DRAWN'],
  DRAWN: ['ANNOUNCED'],
  ANNOUNCED: ['SETTLED'],
  SETTLED: [],
});
