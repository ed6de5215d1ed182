import { commissionRates } from './commission.data.ts';

/**
 * Finds the rate of a platform on a day: its own of the newest date, else the one of all.
 * @returns hundredths of a per cent
 */
export const rateOf = (platform: string, day: string, rates = commissionRates): number => {
  const known = rates.filter(({ from }) => from <= day);
  const own = known.findLast((rate) => rate.platform === platform) ?? known.findLast((rate) => rate.platform === null);
  if (!own) throw new RangeError(`no commission is known for ${day}`);
  return own.basisPoints;
};

/** What the platform keeps of a price, in whole rupiah, rounded down: never more than its rate. */
export const commissionOf = (price: bigint, basisPoints: number): bigint => (price * BigInt(basisPoints)) / 10_000n;
