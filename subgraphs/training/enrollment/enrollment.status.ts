import { transitionsOf } from '../../kit/status.ts';

export enum EnrollmentStatus {
  RESERVED = 'RESERVED',
  PAID = 'PAID',
  REDEEMED = 'REDEEMED',
  ATTENDING = 'ATTENDING',
  COMPLETED = 'COMPLETED',
  CERTIFIED = 'CERTIFIED',
  RELEASED = 'RELEASED',
  VOIDED = 'VOIDED',
  CANCELLED = 'CANCELLED',
  FAILED = 'FAILED',
  EXPIRED = 'EXPIRED',
}

/** How far an enrolment comes. A voucher counts as redeemed before attendance; a paid seat ends by VOIDED or CANCELLED. */
export const transition = transitionsOf<EnrollmentStatus>('enrollment', {
  RESERVED: ['PAID', 'RELEASED', 'CANCELLED', 'EXPIRED'],
  PAID: ['REDEEMED', 'VOIDED', 'CANCELLED', 'EXPIRED'],
  REDEEMED: ['ATTENDING', 'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED'],
  ATTENDING: ['COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED'],
  COMPLETED: ['CERTIFIED'],
  CERTIFIED: [],
  RELEASED: [],
  VOIDED: [],
  CANCELLED: [],
  FAILED: [],
  EXPIRED: [],
});
