import { transitionsOf } from '../../kit/status.ts';

/** How far a run of settlements has come. */
export enum SettlementStatus {
  GATHERING = 'GATHERING',
  PENDING = 'PENDING',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
  DONE = 'DONE',
}

export const transition = transitionsOf<SettlementStatus>('settlement', {
  GATHERING: ['PENDING'],
  PENDING: ['APPROVED', 'REJECTED'],
  APPROVED: ['DONE'],
  REJECTED: [],
  DONE: [],
});

/** Who is settled with: the account in the ledger that is emptied by it. */
export enum SettlementKind {
  INSTITUTION = 'INSTITUTION_PAYABLE',
  PLATFORM = 'COMMISSION',
}

/** Why a purchase is a line. */
export enum SettledKind {
  SALE = 'SALE',
  REFUND = 'REFUND',
}
