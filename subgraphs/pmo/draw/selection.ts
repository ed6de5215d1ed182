import type { ClientBase } from 'pg';
import { execute } from '../../kit/database.ts';
import { checkpointHash } from './checkpoint.ts';
import { chunksOf, type FrozenDraw, statements } from './draw.statement.ts';
import { drawTranches } from './draw.tranches.ts';
import { type EntryList, forgetList, ranksOf, readList, thresholdsOf } from './engine/index.ts';
import { seedOf } from './seed.ts';

export interface RevealedDraw {
  /** 48 bytes. */
  beaconSignature: Buffer;
  drawnAt: Date;
}

/**
 * Ranks the frozen entries by the seed, within a transaction: in each region the `quota` lowest ranks win. What is stored
 * is the seed and the highest rank that wins in each region: who has won follows from these and the list.
 * @param list the frozen entries, which are of no use afterwards; null to read what was stored
 */
export const selectWinners = async (
  client: ClientBase,
  { wave, frozen, list: known }: { wave: number; frozen: FrozenDraw; list: EntryList | null },
  { beaconSignature, drawnAt }: RevealedDraw,
): Promise<void> => {
  const { attempt } = frozen;
  const { rows: regions } = await execute(client, statements.regions, [wave, attempt]);
  const list = known ?? (await readList(client, chunksOf(wave, attempt), frozen.entryCount));
  const seed = seedOf(beaconSignature, frozen.checkpoint);
  const ranks = await ranksOf(list, seed);
  const quotas = regions.map(({ quota }) => quota);
  const thresholds = thresholdsOf(list, ranks, quotas);
  const winners = quotas.reduce((sum, quota) => sum + quota, 0);
  const sealed = checkpointHash(frozen.checkpoint);
  await client.query(statements.insertResult, [wave, attempt, beaconSignature, sealed, seed, winners, drawnAt]);
  const regionNumbers = regions.map(({ regionNo }) => regionNo);
  await client.query(statements.insertRegionResults, [wave, attempt, regionNumbers, thresholds]);
  await drawTranches(client, { wave, attempt, regions: regions.length }, (upTo) => thresholdsOf(list, ranks, upTo));
  forgetList(list, ranks);
};
