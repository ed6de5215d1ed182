import { transitionsOf } from '../../kit/status.ts';

export enum ScheduleStatus {
  PUBLISHED = 'PUBLISHED',
  CANCELLED = 'CANCELLED',
  FINISHED = 'FINISHED',
}

/** How far a class comes. */
export const transition = transitionsOf<ScheduleStatus>('schedule', {
  PUBLISHED: ['CANCELLED', 'FINISHED'],
  CANCELLED: [],
  FINISHED: [],
});
