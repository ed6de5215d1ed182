import type { ClientBase } from 'pg';
import { execute } from '../../kit/database.ts';
import {
  chunksOf,
  type DrawRegion,
  type DrawResult,
  type FrozenDraw,
  statements,
  winnersOf,
} from './draw.statement.ts';
import { copyOut } from './engine/index.ts';

const LINES_A_PART = 4_096;

/** The 16 bytes of an entry as they are written everywhere. */
export const entryText = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

const hex = (bytes: Buffer | undefined | null) => bytes?.toString('hex') ?? null;

interface Header {
  frozen: FrozenDraw;
  result: DrawResult | null;
  regions: DrawRegion[];
}

/** What the first line says of the frozen list: nothing of it ever changes. */
const frozenHeader = ({ checkpoint }: FrozenDraw) => ({ format: 'prakerja-draw/2', checkpoint });

const headerOf = ({ frozen, result, regions }: Header) => ({
  ...frozenHeader(frozen),
  frozenAt: frozen.frozenAt.toISOString(),
  ...(result && {
    signature: hex(result.beaconSignature),
    seed: hex(result.seed),
    thresholds: Object.fromEntries(regions.map(({ code, threshold }) => [code, hex(threshold)])),
    winners: result.winnerCount,
    drawnAt: result.drawnAt.toISOString(),
  }),
});

/**
 * The published list of a draw, as parts of a text file: a line of JSON with the checkpoint and the result,
 * a line for each entry with its region, and one for each winner with its rank. In one snapshot, so that it is whole.
 * @throws Error when the wave is not frozen
 */
export async function* publishedList(client: ClientBase, wave: number): AsyncGenerator<string> {
  await client.query('begin isolation level repeatable read read only');
  await client.query('set local statement_timeout = 0');
  const frozen = (await execute(client, statements.frozen, [wave])).rows[0];
  if (!frozen) throw new Error(`wave ${wave} is not frozen: there is nothing to publish`);
  const result = (await execute(client, statements.result, [wave])).rows[0] ?? null;
  const { rows: regions } = await execute(client, statements.regions, [wave, frozen.attempt]);
  yield `${JSON.stringify(headerOf({ frozen, result, regions }))}\n`;
  for await (const [entries, numbers] of copyOut(client, chunksOf(wave, frozen.attempt)) as AsyncIterable<
    [Buffer, Buffer]
  >) {
    const lines = Array.from({ length: numbers.length / 2 }, (_, at) => {
      const code = regions[numbers.readUInt16LE(at * 2)]?.code;
      return `${entryText(entries.subarray(at * 16, at * 16 + 16))} ${code}\n`;
    });
    yield lines.join('');
  }
  let lines: string[] = [];
  for await (const [entry, rank] of copyOut(client, winnersOf(wave)) as AsyncIterable<[Buffer, Buffer]>) {
    lines.push(`${entryText(entry)} ${rank.toString('hex')}\n`);
    if (lines.length < LINES_A_PART) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
  await client.query('commit');
}
