/** What the bank lends, as it was in force from a day on. */
export interface Product {
  version: string;
  /** First day, in Asia/Jakarta. */
  from: string;
  /** Whole rupiah, over all loans of a person. */
  ceiling: bigint;
  least: bigint;
  longestTermMonths: number;
  /** Up to this amount one officer approves, above it two. */
  oneOfficerUpTo: bigint;
  /** The worst collectibility at which a loan can be approved. */
  worstCollectibility: number;
  /** How long the bank decides by one report of the credit bureau. */
  reportDays: number;
}

/**
 * The ceiling is that of the programme's micro-loan for alumni (seed 000: KUR up to Rp 10 million). The rest is assumed
 * and marked so in ADR 63: no source gives it.
 */
export const products: readonly Product[] = [
  {
    version: 'KUR-2021',
    from: '2021-01-01',
    ceiling: 10_000_000n,
    least: 500_000n,
    longestTermMonths: 36,
    oneOfficerUpTo: 5_000_000n,
    worstCollectibility: 2,
    reportDays: 30,
  },
];
