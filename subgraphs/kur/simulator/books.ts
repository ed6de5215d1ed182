/** What the simulated bureau knows of one borrower. */
export interface CreditRecord {
  collectibility: number;
  openDebt: number;
}

/** What can go wrong with answers. */
export const faults = ['NONE', 'SLOW', 'DOWN', 'WRONG_BORROWER', 'GARBAGE', 'RATE_LIMITED'] as const;
export type Fault = (typeof faults)[number];

/** An inquiry as the bureau keeps it: it must be able to show on which consent it answered. */
export interface KeptInquiry {
  id: string;
  borrower: string;
  consent: { textVersion: string; grantedAt: string };
  /** How often it came. */
  arrivals: number;
}

const GOOD: CreditRecord = { collectibility: 1, openDebt: 0 };

/** The bureau's own books: borrowers, and who was asked about. */
export class BureauBooks {
  readonly #records = new Map<string, CreditRecord>();
  readonly #inquiries = new Map<string, KeptInquiry>();
  /** Stands in for borrowers of whom nothing was said. */
  usual: CreditRecord = GOOD;
  fault: Fault = 'NONE';

  know(borrower: string, record: CreditRecord): void {
    this.#records.set(borrower, record);
  }

  /** Keeps an inquiry once, however often it comes. @returns undefined where the same id asks about somebody else */
  ask(inquiry: Omit<KeptInquiry, 'arrivals'>): CreditRecord | undefined {
    const known = this.#inquiries.get(inquiry.id);
    if (known && known.borrower !== inquiry.borrower) return undefined;
    this.#inquiries.set(inquiry.id, { ...inquiry, arrivals: (known?.arrivals ?? 0) + 1 });
    return this.#records.get(inquiry.borrower) ?? this.usual;
  }

  get inquiries(): KeptInquiry[] {
    return [...this.#inquiries.values()];
  }
}
