import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { listOf } from '../../../tests/testkit/entry-list.ts';
import { apportion } from '../quota/index.ts';
import { type EntryList, type Ranks, ranksOf, thresholdsOf, winnersOf } from './engine/index.ts';

const SEED = 'fairness 2026';
const DRAWS = 200;
const ENTRIES = 10_000;
const QUOTA = 2_500;
const PARTS = 20;
/** 99.9th percentile of chi-square with 19 degrees of freedom. */
const LIMIT = 43.82;

const digest = (text: string) => createHash('sha256').update(`${SEED} ${text}`).digest();

// Twenty regions of 100 to 900 entries, spread over the order of arrival and of the ids.
const bounds: number[] = [];
for (let region = 0; region < PARTS; region += 1) {
  bounds.push((bounds.at(-1) ?? 0) + 101 + ((region * 7) % PARTS) * 42);
}
const codeOf = (index: number) => `${11 + bounds.findIndex((bound) => (index * 7_919) % ENTRIES < bound)}.01`;
const arriving = Array.from({ length: ENTRIES }, (_, index) => {
  return { id: digest(`entry ${index}`).subarray(0, 16), region: codeOf(index) };
});
const { list, regions } = await listOf(arriving);

const partOf = (at: number) => Math.floor((at * PARTS) / ENTRIES);
const arrivalOf = new Map(arriving.map(({ id }, index) => [id.toString('hex'), index]));
const entryAt = (place: number) => Buffer.from(list.entries.subarray(place * 16, place * 16 + 16)).toString('hex');
/** For each entry by its place in the list, in which of twenty parts it lies. */
const parts = {
  arrival: Array.from({ length: ENTRIES }, (_, place) => partOf(arrivalOf.get(entryAt(place)) as number)),
  region: Array.from(list.regions),
  id: Array.from({ length: ENTRIES }, (_, place) => partOf(place)),
};
type Order = keyof typeof parts;
const orders = Object.keys(parts) as Order[];

/** Makes an entry's rank lower than it is. */
type Bias = (leading: Int32Array, place: number) => void;

const biased = ({ leading, at }: Ranks, bias: Bias): Ranks => {
  for (let place = 0; place < ENTRIES; place += 1) bias(leading, place);
  return { leading, at: (place) => at(place).with(0, leading[place] as number) };
};

/** How often each entry is selected over all draws, by the code that draws a wave. */
const selections = async (drawn: EntryList, quotas: readonly number[], bias?: Bias): Promise<Uint32Array> => {
  const times = new Uint32Array(ENTRIES);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const fair = await ranksOf(drawn, digest(`draw ${draw}`));
    const ranks = bias ? biased(fair, bias) : fair;
    const winners = winnersOf(drawn, ranks, thresholdsOf(drawn, ranks, quotas));
    for (const place of winners) times[place] = (times[place] ?? 0) + 1;
  }
  return times;
};

/**
 * How far selections are from what each part may expect of the shares of its entries' regions. Drawn without
 * replacement, the parts vary less than independent ones by the share that is selected.
 */
const chiSquare = (times: Uint32Array, shares: readonly number[], part: readonly number[]): number => {
  const selected = new Array(PARTS).fill(0);
  const expected = new Array(PARTS).fill(0);
  const variance = new Array(PARTS).fill(0);
  part.forEach((number, place) => {
    const share = shares[place] as number;
    selected[number] += times[place];
    expected[number] += DRAWS * share;
    variance[number] += DRAWS * share * (1 - share);
  });
  return selected.reduce((sum: number, count, number) => sum + (count - expected[number]) ** 2 / variance[number], 0);
};

/** With the quota of each region, an entry's chance is its region's share. */
const drawnByRegion = async (bias?: Bias) => {
  const places = apportion(QUOTA, regions, 'PROPORTIONAL');
  const quotas = regions.map(({ code }) => places.get(code) ?? 0);
  const shares = Array.from(list.regions, (region) => (quotas[region] as number) / (regions[region]?.eligible ?? 0));
  return { times: await selections(list, quotas, bias), shares };
};

/** With one quota for all: the regions compete, as no draw of ours lets them. */
const drawnAsOne = async (bias?: Bias) => ({
  times: await selections({ ...list, regions: new Uint16Array(ENTRIES) }, [QUOTA], bias),
  shares: new Array(ENTRIES).fill(QUOTA / ENTRIES),
});

const scoresOf = ({ times, shares }: { times: Uint32Array; shares: number[] }, of: readonly Order[]) =>
  of.map((order) => [order, Number(chiSquare(times, shares, parts[order]).toFixed(1))] as const);

test(`over 200 draws of 10,000 entries (seed "${SEED}") nobody gains by arrival, region order or id (chi-square, 99.9 %)`, async () => {
  const byRegion = scoresOf(await drawnByRegion(), ['arrival', 'id']);
  const asOne = scoresOf(await drawnAsOne(), orders);
  process.stdout.write(`chi-square below ${LIMIT}: by region ${byRegion.join(' ')}; as one ${asOne.join(' ')}\n`);
  for (const [, score] of [...byRegion, ...asOne]) expect(score).toBeLessThan(LIMIT);
});

test.each(orders)('the test finds a draw that favours a part by %s a little', async (order) => {
  // One entry in ten of the last part has half its rank: one that was just too high wins.
  const favour: Bias = (leading, place) => {
    if (parts[order][place] === PARTS - 1 && place % 10 === 0) leading[place] = (leading[place] as number) >>> 1;
  };
  const drawn = order === 'region' ? await drawnAsOne(favour) : await drawnByRegion(favour);
  expect(scoresOf(drawn, [order])[0]?.[1]).toBeGreaterThan(LIMIT);
});
