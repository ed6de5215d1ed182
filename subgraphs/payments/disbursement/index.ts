export { DisbursementStatus } from './disbursement.status.ts';
export { makeDue, withdrawUnsent } from './due.service.ts';
export { Entitlement } from './entitlement.ts';
export {
  approvePayouts,
  batchPayouts,
  findHeldBack,
  holdWallets,
  movePayouts,
  type PayoutFilter,
  type PayoutMove,
  type PayoutRequest,
  type Rejection,
  rejectPayouts,
  type SendablePayout,
  sendPayouts,
  takePayable,
  takeSendable,
  withholdPayouts,
} from './payout.service.ts';
export { RejectionReason } from './rejection.ts';
