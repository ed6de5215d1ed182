export interface Budget {
  year: number;
  /** Whole rupiah. */
  amount: bigint;
  /** The first day on which it could be spent. */
  from: string;
  source: string;
}

const yearly = (year: number): Budget => ({
  year,
  amount: 10_000_000_000_000n,
  from: `${year}-01-01`,
  source: 'Rp 10 trillion a year, June 2022; taken over for the years for which no figure is at hand',
});

/** What the state gave, by year. */
export const budgets: readonly Budget[] = [
  {
    year: 2020,
    amount: 20_000_000_000_000n,
    from: '2020-04-11',
    source: 'Rp 20 trillion in 2020, at the start of the programme (Perpres 36/2020)',
  },
  ...[2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030].map(yearly),
];
