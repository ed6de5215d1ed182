import type { Product } from '../product/index.ts';

/** What the owners of the graph let this bank know of a person; null where they did not answer. */
export interface PersonFacts {
  certificateCount: number | null;
  workStatus: string | null;
}

/** What this bank knows of the person itself. */
export interface Standing {
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

/** Says whether a person may apply now, and all reasons why not. */
export const decideEligibility = (
  { certificateCount, workStatus }: PersonFacts,
  { isOpen, lent }: Standing,
  { ceiling, least }: Product,
): Eligibility => {
  const holds: Readonly<Record<EligibilityReason, boolean>> = {
    FACTS_UNAVAILABLE: certificateCount === null || workStatus === null,
    NO_CERTIFICATE: certificateCount !== null && certificateCount < 1,
    NOT_ENTREPRENEUR: workStatus !== null && workStatus !== 'ENTREPRENEUR',
    APPLICATION_OPEN: isOpen,
    CEILING_REACHED: ceiling - lent < least,
  };
  const reasons = eligibilityReasons.filter((reason) => holds[reason]);
  return { reasons, most: reasons.length === 0 ? ceiling - lent : 0n };
};
