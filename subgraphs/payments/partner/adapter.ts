/** What is known of an order after a partner was asked: only PAID and a final FAILED are certain for ever. */
export type Outcome =
  | { state: 'PAID'; partnerReference: string | null }
  /** Nothing was paid. While it is not final, the same reference may be sent again; a final one needs a new order. */
  | { state: 'FAILED'; code: string; isFinal: boolean }
  | { state: 'PENDING'; code: string }
  /** Anything may have happened. `notFound` is no proof while a call may be in flight. */
  | { state: 'UNKNOWN'; code: string; notFound?: true };

/** One try to pay one person; whoever sends it has stored the reference before. */
export interface PayoutOrder {
  /** At most 64 characters, and used for this order alone, for ever. */
  reference: string;
  account: string;
  name: string | null;
  /** Whole rupiah. */
  amount: bigint;
  /** Counts the times that this order is sent, from 1. */
  attempt: number;
  /** When the order was made: the same in every attempt. */
  at: Date;
}

export interface AccountFacts {
  isActive: boolean;
  /** Name of the holder as the partner masks it; empty for an account that is not there. */
  name: string;
  /** HMAC of the holder's NIK under the key that PMO shares for this purpose; null where the partner has none. */
  nikProof: string | null;
}

/** A partner did not say whether an account exists. */
export class PartnerError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`the payment partner could not be asked about an account: ${code}`);
    this.code = code;
  }
}

/** How payments reach one bank or wallet. */
export interface PartnerAdapter {
  readonly code: string;
  /** Whether the partner is known to pay a reference once however often it comes. */
  readonly refusesDuplicates: boolean;
  /** How long to wait after a call before its reference is sent again: longer than a call can be in flight. */
  readonly resendWaitMs: number;
  /** Pays an order. Never throws for what a partner does. */
  pay(order: PayoutOrder, signal: AbortSignal): Promise<Outcome>;
  /** Asks what became of an order. Never throws for what a partner does. */
  inquire(order: PayoutOrder, signal: AbortSignal): Promise<Outcome>;
  /** @throws PartnerError when the partner does not say */
  inquireAccount(account: string, signal: AbortSignal): Promise<AccountFacts>;
}
