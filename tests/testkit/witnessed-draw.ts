import { randomUUID } from 'node:crypto';
import { roundTime } from '../../subgraphs/pmo/draw/beacon.ts';
import { type Checkpoint, checkpointText } from '../../subgraphs/pmo/draw/checkpoint.ts';
import { entryText } from '../../subgraphs/pmo/draw/list/frozen-list.ts';
import { inOrder, leafOf, rankOf, rootOf, winnersOf } from '../../subgraphs/pmo/draw/reference.ts';
import { seedOf } from '../../subgraphs/pmo/draw/seed.ts';
import { testBeacon, testChain } from '../../subgraphs/pmo/draw/test-chain.beacon.ts';
import { apportion } from '../../subgraphs/pmo/quota/index.ts';
import type { TestWitness } from './witness-key.ts';

const CODES = ['32.73', '32.75', '32.76'];
/** Rounds of the test chain can be signed by anyone, whatever the time. */
const beacon = testBeacon(() => new Date('2099-01-01'));

export const ROUND = 200_000_000;
export const roundMs = roundTime(testChain, ROUND).getTime();

export interface PlannedDraw {
  entries: { id: Buffer; region: string }[];
  checkpoint: Checkpoint;
}

/** A draw of so many random entries that these witnesses are to sign, in plain code. */
export const planDraw = (count: number, witnesses: readonly TestWitness[], threshold: number): PlannedDraw => {
  const random = Array.from({ length: count }, (_, index) => ({
    id: Buffer.from(randomUUID().replaceAll('-', ''), 'hex'),
    region: CODES[index % CODES.length] as string,
  }));
  const entries = inOrder(random).map((entry) => ({ ...entry, id: Buffer.from(entry.id) }));
  const counts = CODES.map((code) => ({ code, eligible: entries.filter(({ region }) => region === code).length }));
  const places = apportion(20, counts, 'PROPORTIONAL');
  const regions = counts.map((region) => ({ ...region, quota: places.get(region.code) as number }));
  const fixed = { wave: 7_001, attempt: 1, policy: '2023', quota: 20, formula: 'PROPORTIONAL', regions } as const;
  const checkpoint: Checkpoint = {
    ...fixed,
    entries: count,
    root: rootOf(entries.map(leafOf)),
    codeHash: Buffer.alloc(32, 7),
    chain: testChain.hash,
    round: ROUND,
    noticeSeconds: 86_400,
    closesAt: new Date(roundMs - 43_200_000),
    threshold,
    witnesses: witnesses.map(({ key }) => key).sort(),
  };
  return { entries, checkpoint };
};

/** What a draw publishes, in parts that a test can change. */
export interface PublishedParts {
  header: Record<string, unknown>;
  entries: string[];
  winners: string[];
}

/** The ranks that end each tranche of a region, of its winners' ranks. */
const endsOf = (ranks: readonly string[], byTranche: readonly number[]): (string | null)[] =>
  byTranche.map((_, at) => {
    const upTo = byTranche.slice(0, at + 1).reduce((sum, places) => sum + places, 0);
    return upTo === 0 ? null : (ranks[upTo - 1] ?? null);
  });

/** Draws as the procedure says. @param cosignatures lines of witnesses */
export const publish = async (
  { entries, checkpoint }: PlannedDraw,
  cosignatures: string[],
): Promise<PublishedParts> => {
  const text = checkpointText(checkpoint);
  const signature = (await beacon.signature(checkpoint.round)) as Buffer;
  const seed = seedOf(signature, text);
  const quotas = new Map(checkpoint.regions.map(({ code, quota }) => [code, quota]));
  const won = winnersOf(entries, seed, quotas).map((entry) => ({
    ...entry,
    rank: rankOf(seed, entry).toString('hex'),
  }));
  const ranksIn = (code: string) =>
    won
      .filter(({ region }) => region === code)
      .map(({ rank }) => rank)
      .sort();
  const thresholds = Object.fromEntries(CODES.map((code) => [code, ranksIn(code).at(-1) ?? null]));
  const ends = checkpoint.regions.map(({ code, byTranche = [] }) => [code, endsOf(ranksIn(code), byTranche)]);
  const tranches = checkpoint.tranches ? { tranches: Object.fromEntries(ends) } : {};
  const header = { format: 'prakerja-draw/2', checkpoint: text, cosignatures, signature: signature.toString('hex') };
  return {
    header: { ...header, seed: seed.toString('hex'), thresholds, ...tranches, winners: won.length },
    entries: entries.map(({ id, region }) => `${entryText(id)} ${region}`),
    winners: won.map(({ id, rank }) => `${entryText(Buffer.from(id))} ${rank}`).sort(),
  };
};
