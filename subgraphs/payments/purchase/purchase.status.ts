import { transitionsOf } from '../../kit/status.ts';

/** How far a purchase has come. ENDED: the seat ended before anybody paid it; such a purchase is shown to nobody. */
export enum PurchaseStatus {
  HELD = 'HELD',
  CAPTURED = 'CAPTURED',
  VOIDED = 'VOIDED',
  REFUNDED = 'REFUNDED',
}

export const transition = transitionsOf<PurchaseStatus>('purchase', {
  HELD: ['CAPTURED', 'VOIDED'],
  CAPTURED: ['REFUNDED'],
  VOIDED: [],
  REFUNDED: [],
});

/** How a purchase stands, for its person and for who sells. */
export interface PurchaseState {
  id: string;
  status: PurchaseStatus;
  /** In rupiah. */
  amount: bigint;
  invoice: string;
  authorizedAt: Date;
  /** When it was last asked to undo it; null when nobody did. */
  voidRequestedAt: Date | null;
}
