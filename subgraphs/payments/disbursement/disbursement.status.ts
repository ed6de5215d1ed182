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
}

/**
 * An unclear answer of a partner never leads back to a new payment: UNKNOWN is looked up, and what no lookup clears
 * is SUSPECT, where a person decides.
 */
export const transition = transitionsOf<DisbursementStatus>('disbursement', {
  DUE: ['CHECKED', 'REJECTED'],
  CHECKED: ['BATCHED', 'REJECTED'],
  BATCHED: ['APPROVED', 'REJECTED'],
  APPROVED: ['SENT'],
  SENT: ['SETTLED', 'REJECTED', 'UNKNOWN'],
  UNKNOWN: ['SENT', 'SETTLED', 'REJECTED', 'SUSPECT'],
  SUSPECT: ['SETTLED', 'REJECTED'],
  REJECTED: ['DUE'],
  SETTLED: ['RETURNED'],
  RETURNED: [],
});
