import { hash, randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';
import { copyIn } from '../../kit/copy-in.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { apportion, type QuotaFormula } from '../quota/quota.service.ts';
import { type Beacon, roundAfter, roundTime } from './beacon.ts';
import { chunkRows } from './draw.rows.ts';
import { statements } from './draw.statement.ts';
import type { EntryList } from './entry-list.ts';
import { chunkRoots } from './hashing.ts';
import { rootOf } from './merkle.ts';
import { type Connections, readEligible } from './read-eligible.ts';

export interface FreezeOptions {
  vault: Vault;
  beacon: Beacon;
  codeHash: Buffer;
  formula: QuotaFormula;
  now: () => Date;
}

/** The place of a draw's secret in the vault. The key that seals it is that of the draw, not of a person. */
export const secretPlace = (wave: number, subjectId: string) => ({
  subjectId,
  table: 'draw',
  column: 'secret_sealed',
  rowId: String(wave),
});

const sealSecret = async (client: ClientBase, vault: Vault, wave: number) => {
  const secret = randomBytes(32);
  const subject = uuidv7();
  const value = new Secret('draw', secret.toString('hex'));
  const [sealed] = await vault.seal(client, [{ ...secretPlace(wave, subject), value }]);
  return { commitment: hash('sha256', secret, 'buffer'), subject, sealed };
};

/** The roots of the chunks, as nodes of the tree over them. */
export const nodesOf = (roots: Buffer): Buffer[] =>
  Array.from({ length: roots.length / 32 }, (_, index) => roots.subarray(index * 32, index * 32 + 32));

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
  const { counts, list } = await readEligible([client, ...others], wave);
  const quotas = apportion(quota, counts, formula);
  const codes = counts.map(({ code }) => code);
  const [roots] = await Promise.all([
    chunkRoots(list, codes),
    copyIn(client, statements.copyChunks, chunkRows(wave, list)),
  ]);
  const { commitment, subject, sealed } = await sealSecret(client, vault, wave);
  const frozenAt = now();
  const round = roundAfter(beacon.chain, frozenAt);
  const root = rootOf(nodesOf(roots));
  await client.query(statements.insertDraw, [
    ...[wave, list.count, root, roots, quota, formula, codeHash, commitment, subject, sealed],
    ...[beacon.chain.hash, round, roundTime(beacon.chain, round), frozenAt],
  ]);
  const columns = [codes.map((_, index) => index), codes, counts.map(({ eligible }) => eligible)];
  await client.query(statements.insertRegions, [wave, ...columns, codes.map((code) => quotas.get(code))]);
  return list;
};
