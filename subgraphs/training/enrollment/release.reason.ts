/** Why a seat is free again. */
export enum ReleaseReason {
  CANCELLED = 'CANCELLED',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
  VOIDED = 'VOIDED',
  CLASS_CANCELLED = 'CLASS_CANCELLED',
}
