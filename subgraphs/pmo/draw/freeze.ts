import type { ClientBase } from 'pg';
import { execute } from '../../kit/database.ts';
import { apportion, apportionByTranche, type QuotaFormula } from '../quota/index.ts';
import type { PlannedTranche } from '../tranche/index.ts';
import { type Beacon, roundAfter, roundTime } from './beacon.ts';
import { checkpointText } from './checkpoint.ts';
import { eligibleOf, pagesOf, statements } from './draw.statement.ts';
import { insertTranches } from './draw.tranches.ts';
import { copyOut, type EntryList, hashList, listEntries, type ReadPart, writeList } from './engine/index.ts';
import { UnconfirmedEntries } from './unconfirmed.error.ts';

export interface FreezeOptions {
  beacon: Beacon;
  codeHash: Buffer;
  formula: QuotaFormula;
  /** Time between the freeze and the round that counts, at least. */
  noticeSeconds: number;
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

/** A wave that is frozen. */
interface FrozenWave {
  wave: number;
  attempt: number;
  /** Places. */
  quota: number;
  /** Version of the policy. */
  policy: string;
  /** None in a wave of one period. */
  tranches: readonly PlannedTranche[];
  /** How many of the witnesses must sign; 0 without witnesses. */
  threshold: number;
  /** Verifier keys, ascending. */
  witnesses: readonly string[];
}

/** When the round that counts is out, and when signing ends: half of the notice before. */
const appointment = async ({ beacon, noticeSeconds, now }: FreezeOptions) => {
  const round = roundAfter(beacon.chain, { latest: await beacon.latest(), now: now(), noticeSeconds });
  const beaconAt = roundTime(beacon.chain, round);
  return { round, beaconAt, closesAt: new Date(beaconAt.getTime() - (noticeSeconds * 1_000) / 2 - 1_000) };
};

/**
 * Fixes the eligible entries of a wave and what their draw will depend on, within a transaction. From here on the
 * database refuses every change of these entries.
 * @param connections the transaction's, and any that may read beside it
 * @returns the list as it was stored
 * @throws UnconfirmedEntries while somebody eligible is not confirmed by the civil registry
 */
export const freezeEntries = async (
  [client, ...others]: Connections,
  { wave, attempt, quota, policy, tranches, threshold, witnesses }: FrozenWave,
  options: FreezeOptions,
): Promise<EntryList> => {
  const { beacon, codeHash, formula, noticeSeconds, now } = options;
  await client.query(statements.guard, [wave]);
  const [unconfirmed] = (await execute(client, statements.unconfirmed, [wave])).rows;
  if (unconfirmed?.isAny) throw new UnconfirmedEntries(wave);
  const { list, regions: counted } = await listEligible([client, ...others], wave);
  const quotas = apportion(quota, counted, formula);
  const shared = counted.map((region) => ({ ...region, quota: quotas.get(region.code) as number }));
  const parts = apportionByTranche(
    tranches.map(({ places }) => places),
    shared,
  );
  const regions = shared.map((region) => ({ ...region, byTranche: parts.get(region.code) as number[] }));
  const codes = regions.map(({ code }) => code);
  const [{ root, chunkRoots }] = await Promise.all([
    hashList(list, codes),
    writeList(client, statements.copyChunks, { wave, attempt, list }),
  ]);
  const { round, beaconAt, closesAt } = await appointment(options);
  const chain = beacon.chain.hash;
  const facts = { wave, attempt, entries: list.count, root, policy, quota, formula, tranches, codeHash, regions };
  const checkpoint = checkpointText({ ...facts, chain, round, noticeSeconds, closesAt, threshold, witnesses });
  const fixed = [wave, attempt, list.count, root, chunkRoots, quota, formula, codeHash, checkpoint];
  await client.query(statements.insertDraw, [...fixed, noticeSeconds, closesAt, chain, round, beaconAt, now()]);
  await client.query(statements.insertRegions, [
    wave,
    attempt,
    regions.map((_, index) => index),
    codes,
    regions.map(({ eligible }) => eligible),
    regions.map(({ quota: places }) => places),
  ]);
  await insertTranches(client, { wave, attempt, quotas: regions.map(({ byTranche }) => byTranche) });
  return list;
};
