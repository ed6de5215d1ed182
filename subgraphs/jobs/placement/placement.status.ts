import { transitionsOf } from '../../kit/status.ts';

export enum PlacementStatus {
  REPORTED = 'REPORTED',
  CONFIRMED = 'CONFIRMED',
  DISPUTED = 'DISPUTED',
}

/** A placement counts when the person confirms it; who disputed it may still, and the portal may report it anew. */
export const transition = transitionsOf<PlacementStatus>('placement', {
  REPORTED: ['CONFIRMED', 'DISPUTED'],
  CONFIRMED: [],
  DISPUTED: ['REPORTED', 'CONFIRMED'],
});

export enum WageBand {
  UNDER_2M = 'UNDER_2M',
  FROM_2M_TO_4M = 'FROM_2M_TO_4M',
  FROM_4M_TO_6M = 'FROM_4M_TO_6M',
  FROM_6M_TO_10M = 'FROM_6M_TO_10M',
  FROM_10M = 'FROM_10M',
}
