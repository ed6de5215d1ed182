import type { ClientBase } from 'pg';
import { execute } from '../../kit/database.ts';
import { chunksOf, type DrawRegion, type DrawResult, type FrozenDraw, statements } from './draw.statement.ts';
import { trancheThresholds } from './draw.tranches.ts';
import { copyOut, winnersIn } from './engine/index.ts';
import { chunkLines, entryText, frozenHead } from './list/frozen-list.ts';
import { PUBLISHED as STAMPS } from './stamp/stamp.statement.ts';

const hex = (bytes: Buffer | undefined | null) => bytes?.toString('hex') ?? null;

interface Header {
  frozen: FrozenDraw;
  result: DrawResult | null;
  regions: DrawRegion[];
  /** Thresholds by tranche, by code of the region; none for a wave of one period. */
  tranches: Map<string, (string | null)[]>;
  /** Lines of the witnesses' cosignatures. */
  cosignatures: string[];
  /** Tokens of time-stamping authorities, in base64. */
  timeStamps: { authority: string; token: string }[];
}

const headerOf = ({ frozen, result, regions, tranches, cosignatures, timeStamps }: Header) => ({
  ...frozenHead(frozen.checkpoint),
  cosignatures,
  ...(timeStamps.length > 0 && { timeStamps }),
  ...(result && {
    signature: hex(result.beaconSignature),
    seed: hex(result.seed),
    thresholds: Object.fromEntries(regions.map(({ code, threshold }) => [code, hex(threshold)])),
    ...(tranches.size > 0 && { tranches: Object.fromEntries(tranches) }),
    winners: result.winnerCount,
    drawnAt: result.drawnAt.toISOString(),
  }),
});

/**
 * The published list of a draw, as parts of a text file: a line of JSON with the checkpoint and the result, a line for
 * each entry with its region, and one for each winner with its rank. In one snapshot, so that it is whole.
 * @throws Error when the wave is not frozen
 */
export async function* publishedList(client: ClientBase, wave: number): AsyncGenerator<string> {
  await client.query('begin isolation level repeatable read read only');
  await client.query('set local statement_timeout = 0');
  const frozen = (await execute(client, statements.frozen, [wave])).rows[0];
  if (!frozen) throw new Error(`wave ${wave} is not frozen: there is nothing to publish`);
  const result = (await execute(client, statements.result, [wave])).rows[0] ?? null;
  const { rows: regions } = await execute(client, statements.regions, [wave, frozen.attempt]);
  const signed = await execute(client, statements.cosignatures, [wave, frozen.attempt]);
  const cosignatures = signed.rows.map(({ line }) => line);
  const { rows: timeStamps } = await execute(client, STAMPS, [wave, frozen.attempt]);
  const codes = regions.map(({ code }) => code);
  const tranches = await trancheThresholds(client, wave);
  yield `${JSON.stringify(headerOf({ frozen, result, regions, tranches, cosignatures, timeStamps }))}\n`;
  const chunks = copyOut(client, chunksOf(wave, frozen.attempt)) as AsyncIterable<[Buffer, Buffer]>;
  for await (const [entries, numbers] of chunks) yield chunkLines(entries, numbers, codes);
  if (result) {
    const thresholds = regions.map(({ threshold }) => threshold);
    const again = copyOut(client, chunksOf(wave, frozen.attempt)) as AsyncIterable<[Buffer, Buffer]>;
    for await (const [ids, numbers] of again) {
      const winners = winnersIn({ entries: ids, regions: numbers }, result.seed, thresholds);
      yield winners.map(({ id, rank }) => `${entryText(id)} ${rank.toString('hex')}\n`).join('');
    }
  }
  await client.query('commit');
}
