/** Formulas that share out the places of a wave. The programme's own is not public: both are assumptions. */
export const formulas = ['PROPORTIONAL', 'EQUAL'] as const;

export type QuotaFormula = (typeof formulas)[number];

export interface RegionCount {
  code: string;
  /** Entries of the region; more than zero. */
  eligible: number;
}

const weightOf = (formula: QuotaFormula, { eligible }: RegionCount): bigint =>
  formula === 'EQUAL' ? 1n : BigInt(eligible);

interface Share extends RegionCount {
  weight: bigint;
}

/** Regions whose share reaches their entries get just these; what they leave is shared out again among the others. */
const capped = (quota: bigint, shares: readonly Share[]): { open: Share[]; left: bigint } => {
  const total = shares.reduce((sum, { weight }) => sum + weight, 0n);
  const isFull = ({ eligible, weight }: Share) => quota * weight >= BigInt(eligible) * total;
  const full = shares.filter(isFull);
  if (full.length === 0) return { open: [...shares], left: quota };
  const taken = full.reduce((sum, { eligible }) => sum + BigInt(eligible), 0n);
  return capped(
    quota - taken,
    shares.filter((share) => !isFull(share)),
  );
};

const byCode = (a: RegionCount, b: RegionCount) => (a.code < b.code ? -1 : 1);

/**
 * Shares the places of a wave out among its regions by largest remainders: each gets its exact share rounded down, and
 * the places that are left go to the largest fractions, of equal ones to the lower region code. No region gets more
 * than its entries.
 * @param quota places, over all regions
 * @returns places by region code; in total the smaller of `quota` and all entries
 */
export const apportion = (
  quota: number,
  regions: readonly RegionCount[],
  formula: QuotaFormula = 'PROPORTIONAL',
): Map<string, number> => {
  const places = new Map(regions.map(({ code, eligible }) => [code, eligible]));
  const { open, left } = capped(
    BigInt(quota),
    regions.map((region) => ({ ...region, weight: weightOf(formula, region) })),
  );
  const total = open.reduce((sum, { weight }) => sum + weight, 0n);
  const shares = open.map((share) => ({
    ...share,
    floor: (left * share.weight) / total,
    rest: (left * share.weight) % total,
  }));
  const spare = left - shares.reduce((sum, { floor }) => sum + floor, 0n);
  shares.sort((a, b) => (a.rest === b.rest ? byCode(a, b) : a.rest > b.rest ? -1 : 1));
  shares.forEach(({ code, floor }, index) => {
    places.set(code, Number(floor) + (BigInt(index) < spare ? 1 : 0));
  });
  return places;
};
