/** What the bank asks a credit bureau. No name, no NIK: what the bureau knows the person by is the bank's own matter. */
export interface BureauInquiry {
  /** The same for each try: the bureau counts it once. */
  id: string;
  borrower: string;
  /** Evidence of the consent that a bureau demands. */
  consent: { textVersion: string; grantedAt: string };
}

export interface BureauAnswer {
  /** From 1, as agreed, to 5, lost. */
  collectibility: number;
  /** Whole rupiah. */
  openDebt: bigint;
}

/** A credit bureau, such as SLIK of the financial authority. */
export interface CreditBureau {
  /** @throws BureauError */
  ask(inquiry: BureauInquiry): Promise<BureauAnswer>;
}

/** Why there is no answer that can be believed. */
export class BureauError extends Error {
  /** How long the bureau itself says to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }
}
