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

const sum = (values) => values.reduce((total, value) => total + value, 0);

/**
 * Places of each region by tranche: from the last tranche back, what a region has before it is its share of what all
 * have, by the formula above over what each has so far.
 */
const tranchesOf = (tranches, regions) => {
  const places = new Map(regions.map(({ code }) => [code, []]));
  let within = new Map(regions.map(({ code, quota }) => [code, quota]));
  for (let at = tranches.length - 1; at >= 0; at -= 1) {
    const planned = sum(tranches.slice(0, at).map((tranche) => tranche.places));
    const open = [...within].filter(([, quota]) => quota > 0).map(([code, quota]) => ({ code, eligible: quota }));
    const before = Math.min(planned, sum([...within.values()]));
    const upTo = open.length > 0 ? quotasOf(before, open, 'PROPORTIONAL') : new Map();
    for (const [code, quota] of within) places.get(code).unshift(quota - (upTo.get(code) ?? 0));
    within = upTo;
  }
  return places;
};

const verifyTranches = ({ quota, tranches, regions }) => {
  const planned = sum(tranches.map(({ places }) => places));
  check(tranches.length === 0 || planned === quota, `the tranches have ${planned} places, the wave ${quota}`);
  const places = tranchesOf(tranches, regions);
  for (const { code, byTranche } of regions) {
    const right = places.get(code).join(' ');
    check(
      right === byTranche.join(' '),
      `the places of region ${code} by tranche are ${right || 'none'} by the formula, not ${byTranche.join(' ') || 'none'}`,
    );
  }
};

/** Checks the counts and quotas of a checkpoint against the entries that were counted by region. */
export const verifyQuotas = (checkpoint, counts) => {
  const { quota, regions, formula } = checkpoint;
  check(regions.length === counts.size, `the checkpoint names ${regions.length} regions, the entries ${counts.size}`);
  for (const { code, eligible } of regions) {
    check(counts.get(code) === eligible, `region ${code} has ${counts.get(code) ?? 0} entries, not ${eligible}`);
  }
  const places = quotasOf(quota, regions, formula);
  for (const region of regions) {
    const right = places.get(region.code);
    check(right === region.quota, `the quota of region ${region.code} is ${right} by the formula, not ${region.quota}`);
  }
  verifyTranches(checkpoint);
};
