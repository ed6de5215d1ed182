export type Outcome = 'APPROVE' | 'DECLINE';

/** Codes of reasons that fit an outcome. */
export const reasonsOf: Readonly<Record<Outcome, readonly string[]>> = {
  APPROVE: ['GOOD_RECORD', 'AFFORDABLE'],
  DECLINE: ['BAD_RECORD', 'TOO_MUCH_DEBT', 'NOT_AFFORDABLE', 'PURPOSE_NOT_FUNDED', 'BUREAU_UNREACHABLE'],
};

/** Whether the reasons are one to five different ones of the outcome. */
export const areFit = (outcome: Outcome, reasons: readonly string[]): boolean =>
  reasons.length >= 1 &&
  reasons.length <= 5 &&
  new Set(reasons).size === reasons.length &&
  reasons.every((reason) => reasonsOf[outcome].includes(reason));
