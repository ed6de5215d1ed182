import type { ClientBase } from 'pg';
import { execute } from '../../kit/database.ts';
import { chunksOf, type FrozenDraw, statements, winnerTable } from './draw.statement.ts';
import { type EntryList, ranksOf, readList, thresholdsOf, winnersOf, writeWinners } from './engine/index.ts';
import { seedOf } from './seed.ts';

export interface RevealedDraw {
  /** 48 bytes. */
  beaconSignature: Buffer;
  /** 32 bytes. */
  secret: Buffer;
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
  { beaconSignature, secret, drawnAt }: RevealedDraw,
): Promise<void> => {
  const { rows: regions } = await execute(client, statements.regions, [wave]);
  const list = known ?? (await readList(client, chunksOf(wave), frozen.entryCount));
  const seed = seedOf(beaconSignature, secret, frozen.root);
  const ranks = await ranksOf(list, seed);
  const quotas = regions.map(({ quota }) => quota);
  const thresholds = thresholdsOf(list, ranks, quotas);
  const winners = winnersOf(list, ranks, thresholds);
  const table = winnerTable(wave);
  await client.query(table.create);
  await writeWinners(client, table.copy, { wave, list, ranks, winners });
  for (const statement of table.finish) await client.query(statement);
  await client.query(statements.insertResult, [wave, beaconSignature, secret, seed, winners.length, drawnAt]);
  const regionNumbers = regions.map(({ regionNo }) => regionNo);
  await client.query(statements.insertRegionResults, [wave, regionNumbers, thresholds]);
};
