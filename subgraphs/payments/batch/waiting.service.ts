import type { EntityManager } from '@mikro-orm/postgresql';
import { findHeldBack, type PayoutRequest, RejectionReason } from '../disbursement/index.ts';
import { askEligibility, type QuestionFacts } from '../eligibility/index.ts';

/** Payouts that a batch would have taken but for the decision on whom they pay. As JSON can hold it. */
export interface WaitingPayouts {
  because: RejectionReason;
  count: number;
  /** Whole rupiah. */
  sum: number;
}

/**
 * Asks the programme office about everybody whose payout waits for nothing but a decision that holds.
 * @returns what is held back, by reason
 */
export const askForDecisions = async (
  tx: EntityManager,
  request: PayoutRequest,
  question: QuestionFacts,
): Promise<WaitingPayouts[]> => {
  const held = await findHeldBack(tx, request);
  for (const { because, wave, participants } of held) {
    if (because === RejectionReason.DECISION_STALE) await askEligibility(tx, { wave, participants }, question);
  }
  return [...Map.groupBy(held, ({ because }) => because)].map(([because, waves]) => ({
    because,
    count: waves.reduce((count, wave) => count + wave.count, 0),
    sum: Number(waves.reduce((sum, wave) => sum + wave.sum, 0n)),
  }));
};
