import type { ClientBase } from 'pg';
import { execute } from '../../kit/database.ts';
import { checkpointHash } from './checkpoint.ts';
import { chunksOf, type FrozenDraw, statements, winnerTable } from './draw.statement.ts';
import { drawTranches } from './draw.tranches.ts';
import { type EntryList, ranksOf, readList, thresholdsOf, winnersOf, writeWinners } from './engine/index.ts';
import { seedOf } from './seed.ts';

export interface RevealedDraw {
  /** 48 bytes. */
  beaconSignature: Buffer;
  drawnAt: Date;
}

/**
 * Ranks the frozen entries by the seed and writes the winners, within a transaction: in each region the `quota` lowest
 * ranks win.
 * @param list the frozen entries, which are of no use afterwards; null to read what was stored
 */
export const selectWinners = async (
  client: ClientBase,
  { wave, frozen, list: known }: { wave: number; frozen: FrozenDraw; list: EntryList | null },
  { beaconSignature, drawnAt }: RevealedDraw,
): Promise<void> => {
  const { rows: regions } = await execute(client, statements.regions, [wave, frozen.attempt]);
  const list = known ?? (await readList(client, chunksOf(wave, frozen.attempt), frozen.entryCount));
  const seed = seedOf(beaconSignature, frozen.checkpoint);
  const ranks = await ranksOf(list, seed);
  const quotas = regions.map(({ quota }) => quota);
  const thresholds = thresholdsOf(list, ranks, quotas);
  const winners = winnersOf(list, ranks, thresholds);
  const table = winnerTable(wave);
  await client.query(table.create);
  await writeWinners(client, table.copy, { wave, list, ranks, winners });
  for (const statement of table.finish) await client.query(statement);
  const sealed = checkpointHash(frozen.checkpoint);
  const { attempt } = frozen;
  await client.query(statements.insertResult, [wave, attempt, beaconSignature, sealed, seed, winners.length, drawnAt]);
  const regionNumbers = regions.map(({ regionNo }) => regionNo);
  await client.query(statements.insertRegionResults, [wave, attempt, regionNumbers, thresholds]);
  await drawTranches(client, { wave, attempt, regions: regions.length }, (upTo) => thresholdsOf(list, ranks, upTo));
};
