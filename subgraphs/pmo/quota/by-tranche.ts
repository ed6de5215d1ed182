import { apportion } from './apportion.ts';

/** Places of a region, over all tranches. */
interface RegionPlaces {
  code: string;
  quota: number;
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

/**
 * Shares the places of each region out among the tranches of its wave, so that each tranche has its places over all
 * regions. From the last tranche back: what a region has in the tranches before is its share, by largest remainders, of
 * what all regions have there; it is never more than it has so far. Where there are fewer entries than places, the last
 * tranches stay empty.
 * @param tranches places over all regions, first tranche first
 * @returns places by tranche of each region, by its code
 */
export const apportionByTranche = (
  tranches: readonly number[],
  regions: readonly RegionPlaces[],
): Map<string, number[]> => {
  const places = new Map(regions.map(({ code }) => [code, tranches.map(() => 0)]));
  let within = new Map(regions.map(({ code, quota }) => [code, quota]));
  for (let tranche = tranches.length - 1; tranche >= 0; tranche -= 1) {
    const before = Math.min(sum(tranches.slice(0, tranche)), sum(within.values()));
    const open = [...within].filter(([, quota]) => quota > 0).map(([code, quota]) => ({ code, eligible: quota }));
    const upTo = open.length === 0 ? new Map<string, number>() : apportion(before, open);
    for (const [code, quota] of within) (places.get(code) as number[])[tranche] = quota - (upTo.get(code) ?? 0);
    within = upTo;
  }
  return places;
};
