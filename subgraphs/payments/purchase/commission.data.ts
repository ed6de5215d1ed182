/** What a platform keeps of a price, from a day on. */
export interface CommissionRate {
  /** The first day (Asia/Jakarta) of captures that it counts for. */
  from: string;
  /** The platform's organisation; null for those without a rate of their own. */
  platform: string | null;
  /** Hundredths of a per cent. */
  basisPoints: number;
  isAssumed: boolean;
  source: string;
}

/** What platforms keep, oldest first. Agreements of platforms are not public: only the cap is. */
export const commissionRates: readonly CommissionRate[] = [
  {
    from: '2020-04-11',
    platform: null,
    basisPoints: 1_500,
    isAssumed: true,
    source: 'assumed: the cap of 7 August 2020 for all platforms, from the start of the programme',
  },
];
