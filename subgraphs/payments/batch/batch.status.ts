import { transitionsOf } from '../../kit/status.ts';

export enum BatchStatus {
  PENDING = 'PENDING',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
  DONE = 'DONE',
}

export const transition = transitionsOf<BatchStatus>('batch', {
  PENDING: ['APPROVED', 'REJECTED'],
  APPROVED: ['DONE'],
  REJECTED: [],
  DONE: [],
});
