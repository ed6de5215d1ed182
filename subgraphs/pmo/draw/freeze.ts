import type { ClientBase } from 'pg';
import type { Vault } from '../../kit/vault/vault.ts';
import { apportion, type QuotaFormula } from '../quota/index.ts';
import { type Beacon, roundAfter, roundTime } from './beacon.ts';
import { eligibleOf, pagesOf, statements } from './draw.statement.ts';
import { copyOut, type EntryList, hashList, listEntries, type ReadPart, writeList } from './engine/index.ts';
import { sealSecret } from './seed.ts';

export interface FreezeOptions {
  vault: Vault;
  beacon: Beacon;
  codeHash: Buffer;
  formula: QuotaFormula;
  now: () => Date;
}

/** The connection of the freeze's transaction, and idle ones that may read beside it. */
export type Connections = readonly [ClientBase, ...ClientBase[]];

/** A page of 8 kB has no room for more people: each takes 64 bytes at least. */
const PEOPLE_A_PAGE = 128;

// Pages are read where they lie; the planner would rather fetch each row through an index.
const BY_PAGES = 'set local enable_indexscan = off; set local enable_bitmapscan = off';
const READ_ONLY = `begin read only; set local statement_timeout = 0; set local lock_timeout = '3s'`;

async function* readPages(client: ClientBase, query: string) {
  await client.query(BY_PAGES);
  yield* copyOut(client, query) as AsyncIterable<ReadPart>;
}

async function* readBeside(client: ClientBase, query: string) {
  await client.query(READ_ONLY);
  try {
    yield* readPages(client, query);
  } finally {
    await client.query('rollback');
  }
}

/**
 * Lists the eligible entries of a wave, each connection reading its share of the pages in a snapshot of its own. The
 * transaction must keep writers out before this is called.
 */
const listEligible = async ([client, ...others]: Connections, wave: number) => {
  const pages = (await client.query<{ pages: number }>(pagesOf(wave))).rows[0]?.pages ?? 0;
  const queryOf = (reader: number) => eligibleOf(wave, { pages, reader, of: others.length + 1 });
  const beside = others.map((other, index) => readBeside(other, queryOf(index + 1)));
  return listEntries([readPages(client, queryOf(0)), ...beside], pages * PEOPLE_A_PAGE);
};

/**
 * Fixes the eligible entries of a wave and what their draw will depend on, within a transaction. From here on the
 * database refuses every change of these entries.
 * @param connections the transaction's, and any that may read beside it
 * @param quota places of the wave
 * @returns the list as it was stored
 */
export const freezeEntries = async (
  [client, ...others]: Connections,
  { wave, quota }: { wave: number; quota: number },
  { vault, beacon, codeHash, formula, now }: FreezeOptions,
): Promise<EntryList> => {
  await client.query(statements.guard, [wave]);
  const { list, regions } = await listEligible([client, ...others], wave);
  const quotas = apportion(quota, regions, formula);
  const codes = regions.map(({ code }) => code);
  const [{ root, chunkRoots }] = await Promise.all([
    hashList(list, codes),
    writeList(client, statements.copyChunks, { wave, list }),
  ]);
  const { commitment, subject, sealed } = await sealSecret(client, vault, wave);
  const frozenAt = now();
  const round = roundAfter(beacon.chain, frozenAt);
  await client.query(statements.insertDraw, [
    wave,
    list.count,
    root,
    chunkRoots,
    quota,
    formula,
    codeHash,
    commitment,
    subject,
    sealed,
    beacon.chain.hash,
    round,
    roundTime(beacon.chain, round),
    frozenAt,
  ]);
  await client.query(statements.insertRegions, [
    wave,
    regions.map((_, index) => index),
    codes,
    regions.map(({ eligible }) => eligible),
    codes.map((code) => quotas.get(code)),
  ]);
  return list;
};
