import { transitionsOf } from '../../kit/status.ts';
import { movesOf } from '../../kit/status-sql.ts';

export enum DisputeStatus {
  OPEN = 'OPEN',
  PROPOSED = 'PROPOSED',
  GRANTED = 'GRANTED',
  REJECTED = 'REJECTED',
}

export enum DisputeOutcome {
  GRANTED = 'GRANTED',
  REJECTED = 'REJECTED',
}

/** How far a dispute comes: one officer proposes, another one agrees. Whoever disagrees proposes anew. */
export const transition = transitionsOf<DisputeStatus>('identity_dispute', {
  OPEN: ['PROPOSED'],
  PROPOSED: ['GRANTED', 'REJECTED'],
  GRANTED: [],
  REJECTED: [],
});

/** Writes a statement that moves disputes. */
export const moveDisputes = movesOf('identity_dispute', transition);
