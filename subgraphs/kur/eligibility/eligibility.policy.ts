import type { Product } from '../product/index.ts';

/** What the owners of the graph let this bank know of a person; null where they did not answer. */
export interface PersonFacts {
  certificateCount: number | null;
  workStatus: string | null;
}

/** What this bank knows of the person itself. */
export interface BorrowerState {
  /** Whether an application is not decided yet. */
  isOpen: boolean;
  /** Sum of what was approved. */
  lent: bigint;
}

/** Codes of reasons why somebody may not apply, in the order in which they are told. */
export const eligibilityReasons = [
  'FACTS_UNAVAILABLE',
  'NO_CERTIFICATE',
  'NOT_ENTREPRENEUR',
  'APPLICATION_OPEN',
  'CEILING_REACHED',
] as const;

export type EligibilityReason = (typeof eligibilityReasons)[number];

export interface Eligibility {
  reasons: EligibilityReason[];
  /** The most that the person may borrow; 0 for who may not apply. */
  most: bigint;
}

const nobody = (reason: EligibilityReason): Eligibility => ({ reasons: [reason], most: 0n });

/**
 * Says whether a person may apply now, and all reasons why not. While a fact is missing nothing else is said: the owners
 * answer them to the person alone, so it could be somebody else who asks.
 */
export const decideEligibility = (
  { certificateCount, workStatus }: PersonFacts,
  { isOpen, lent }: BorrowerState,
  { ceiling, least }: Product,
): Eligibility => {
  if (certificateCount === null || workStatus === null) return nobody('FACTS_UNAVAILABLE');
  const holds: Readonly<Record<EligibilityReason, boolean>> = {
    FACTS_UNAVAILABLE: false,
    NO_CERTIFICATE: certificateCount < 1,
    NOT_ENTREPRENEUR: workStatus !== 'ENTREPRENEUR',
    APPLICATION_OPEN: isOpen,
    CEILING_REACHED: ceiling - lent < least,
  };
  const reasons = eligibilityReasons.filter((reason) => holds[reason]);
  return { reasons, most: reasons.length === 0 ? ceiling - lent : 0n };
};
