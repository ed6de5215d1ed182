import { transitionsOf } from '../../kit/status.ts';

export enum DisbursementStatus {
  DUE = 'DUE',
  CHECKED = 'CHECKED',
  BATCHED = 'BATCHED',
  APPROVED = 'APPROVED',
  SENT = 'SENT',
  SETTLED = 'SETTLED',
  REJECTED = 'REJECTED',
  UNKNOWN = 'UNKNOWN',
  SUSPECT = 'SUSPECT',
  RETURNED = 'RETURNED',
  WITHDRAWN = 'WITHDRAWN',
}

/**
 * An unclear answer of a partner never leads back to a new payment: UNKNOWN is looked up, and what no lookup clears
 * is SUSPECT, where people decide. What came back with its money may be paid anew, under a new order.
 */
export const transition = transitionsOf<DisbursementStatus>('disbursement', {
  DUE: ['CHECKED', 'BATCHED', 'REJECTED', 'WITHDRAWN'],
  CHECKED: ['BATCHED', 'REJECTED', 'WITHDRAWN'],
  BATCHED: ['APPROVED', 'REJECTED', 'WITHDRAWN'],
  APPROVED: ['SENT', 'REJECTED', 'WITHDRAWN'],
  SENT: ['SETTLED', 'REJECTED', 'UNKNOWN', 'SUSPECT'],
  UNKNOWN: ['SENT', 'SETTLED', 'REJECTED', 'SUSPECT'],
  SUSPECT: ['SETTLED', 'REJECTED'],
  REJECTED: ['DUE', 'WITHDRAWN'],
  SETTLED: ['RETURNED'],
  RETURNED: ['DUE', 'WITHDRAWN'],
  WITHDRAWN: [],
});
