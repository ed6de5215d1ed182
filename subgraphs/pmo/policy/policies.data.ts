/** A policy version's amounts (whole rupiah) and deadlines. Source: programme-rules, regulations named in `basis`. */
export interface Policy {
  version: string;
  inForceFrom: string;
  basis: string;
  trainingBalance: number;
  /** Paid after the first course. */
  incentive: { amount: number; instalments: number };
  /** Paid after each survey. */
  survey: { amount: number; instalments: number };
  /** Days from the announcement to the first purchase; null where the version states none. */
  purchaseDays: number | null;
}

const pandemic = {
  trainingBalance: 1_000_000,
  incentive: { amount: 600_000, instalments: 4 },
  survey: { amount: 50_000, instalments: 3 },
};

export const policies: readonly Policy[] = [
  {
    version: '2020-A',
    inForceFrom: '2020-04-11',
    basis: 'Perpres 36/2020, Permenko 3/2020',
    ...pandemic,
    purchaseDays: null,
  },
  {
    version: '2020-B',
    inForceFrom: '2020-08-07',
    basis: 'Perpres 76/2020, Permenko 11/2020',
    ...pandemic,
    purchaseDays: 30,
  },
  {
    version: '2023',
    inForceFrom: '2023-01-01',
    basis: 'Perpres 113/2022, Permenko 17/2022',
    trainingBalance: 3_500_000,
    incentive: { amount: 600_000, instalments: 1 },
    survey: { amount: 50_000, instalments: 2 },
    purchaseDays: 15,
  },
];
