import { hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { copyIn } from '../../kit/copy-in.ts';
import { copyOut } from './copy-out.ts';
import { winnerRows } from './draw.rows.ts';
import { chunksOf, statements, winnerTable } from './draw.statement.ts';
import { type EntryList, LIST_BYTES, listIn } from './entry-list.ts';
import type { DrawRegion, FrozenDraw } from './frozen-draw.ts';
import { digestBytes, ranksOf } from './hashing.ts';
import { thresholds } from './selection.ts';
import { giveBack, takeMemory } from './shared-memory.ts';

/** The seed of a draw: SHA-256(beacon's signature ‖ secret ‖ root). */
export const seedOf = (signature: Uint8Array, secret: Uint8Array, root: Uint8Array): Buffer =>
  hash('sha256', Buffer.concat([signature, secret, root]), 'buffer');

/** The frozen list as it was stored. */
const readList = async (client: ClientBase, wave: number, count: number): Promise<EntryList> => {
  const list = listIn(takeMemory(count * LIST_BYTES), count);
  const regionBytes = new Uint8Array(list.regions.buffer, list.regions.byteOffset, list.regions.byteLength);
  let read = 0;
  for await (const [entries, regions] of copyOut(client, chunksOf(wave))) {
    list.entries.set(entries as Buffer, read * 16);
    regionBytes.set(regions as Buffer, read * 2);
    read += (regions as Buffer).length / 2;
  }
  if (read !== count) throw new Error(`the frozen list of wave ${wave} has ${read} of ${count} entries`);
  return list;
};

export interface Revealed {
  beaconSignature: Buffer;
  secret: Buffer;
  drawnAt: Date;
}

/**
 * Ranks the frozen entries and writes the winners, within a transaction.
 * @param list the frozen entries, which are of no use afterwards; null to read what was stored
 */
export const selectWinners = async (
  client: ClientBase,
  { wave, frozen, list: known }: { wave: number; frozen: FrozenDraw; list: EntryList | null },
  { beaconSignature, secret, drawnAt }: Revealed,
): Promise<void> => {
  const { rows: regions } = await client.query<DrawRegion>(statements.regions, [wave]);
  const list = known ?? (await readList(client, wave, frozen.entryCount));
  const seed = seedOf(beaconSignature, secret, frozen.root);
  const quotas = regions.map(({ quota }) => quota);
  const table = winnerTable(wave);
  const ranks = await ranksOf(list, seed);
  const limits = thresholds(list, ranks, quotas);
  await client.query(table.create);
  await copyIn(client, table.copy, winnerRows(wave, { list, ranks, thresholds: limits }));
  for (const { buffer } of [ranks, list.entries]) giveBack(buffer);
  for (const statement of table.finish) await client.query(statement);
  const winners = quotas.reduce((sum, quota) => sum + quota, 0);
  await client.query(statements.insertResult, [wave, beaconSignature, secret, seed, winners, drawnAt]);
  const bytes = limits.map((limit) => limit && digestBytes(limit));
  await client.query(statements.insertRegionResults, [wave, regions.map(({ regionNo }) => regionNo), bytes]);
};
