import { check } from './hashes.mjs';

/** Places by region: exact shares rounded down, then one more for the largest fractions, the lower code first. */
const quotasOf = (quota, regions, formula) => {
  const places = new Map();
  let left = BigInt(quota);
  let open = regions.map(({ code, eligible }) => ({
    code,
    eligible: BigInt(eligible),
    weight: formula === 'EQUAL' ? 1n : BigInt(eligible),
  }));
  for (;;) {
    const total = open.reduce((sum, { weight }) => sum + weight, 0n);
    const full = open.filter(({ eligible, weight }) => left * weight >= eligible * total);
    if (full.length === 0) break;
    for (const { code, eligible } of full) places.set(code, Number(eligible));
    left -= full.reduce((sum, { eligible }) => sum + eligible, 0n);
    open = open.filter((region) => !full.includes(region));
  }
  const total = open.reduce((sum, { weight }) => sum + weight, 0n);
  const fraction = ({ weight }) => (left * weight) % total;
  const spare = left - open.reduce((sum, { weight }) => sum + (left * weight) / total, 0n);
  open.sort((a, b) => Number(fraction(b) - fraction(a)) || (a.code < b.code ? -1 : 1));
  for (const [at, { code, weight }] of open.entries()) {
    places.set(code, Number((left * weight) / total) + (BigInt(at) < spare ? 1 : 0));
  }
  return places;
};

/** Checks the counts and quotas of a checkpoint against the entries that were counted by region. */
export const verifyQuotas = ({ quota, regions, formula }, counts) => {
  check(regions.length === counts.size, `the checkpoint names ${regions.length} regions, the entries ${counts.size}`);
  for (const { code, eligible } of regions) {
    check(counts.get(code) === eligible, `region ${code} has ${counts.get(code) ?? 0} entries, not ${eligible}`);
  }
  const places = quotasOf(quota, regions, formula);
  for (const region of regions) {
    const right = places.get(region.code);
    check(right === region.quota, `the quota of region ${region.code} is ${right} by the formula, not ${region.quota}`);
  }
};
