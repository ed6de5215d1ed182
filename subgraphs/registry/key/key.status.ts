import { transitionsOf } from '../../kit/status.ts';

/** What a key may sign. */
export enum KeyRole {
  PUBLISHER = 'PUBLISHER',
  APPROVER = 'APPROVER',
}

export enum KeyStatus {
  PROPOSED = 'PROPOSED',
  APPROVED = 'APPROVED',
  REVOKED = 'REVOKED',
}

export const transition = transitionsOf<KeyStatus>('key', {
  PROPOSED: ['APPROVED', 'REVOKED'],
  APPROVED: ['REVOKED'],
  REVOKED: [],
});
