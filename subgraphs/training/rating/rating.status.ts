import { transitionsOf } from '../../kit/status.ts';

export enum ReviewStatus {
  SHOWN = 'SHOWN',
  HIDDEN = 'HIDDEN',
}

/** Moderators hide a review, and show it again. Its stars count either way. */
export const transition = transitionsOf<ReviewStatus>('review', { SHOWN: ['HIDDEN'], HIDDEN: ['SHOWN'] });
