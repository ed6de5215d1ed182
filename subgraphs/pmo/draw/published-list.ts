import type { ClientBase } from 'pg';
import { execute } from '../../kit/database.ts';
import type { BeaconChain } from './beacon.ts';
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
  wave: number;
  chain: BeaconChain;
  frozen: FrozenDraw;
  result: DrawResult | null;
  regions: DrawRegion[];
}

const headerOf = ({ wave, chain, frozen, result, regions }: Header) => ({
  format: 'prakerja-draw/1',
  wave,
  entries: frozen.entryCount,
  root: hex(frozen.root),
  quota: frozen.quota,
  formula: frozen.quotaFormula,
  regions: regions.map(({ code, eligible, quota, threshold }) => ({
    code,
    eligible,
    quota,
    threshold: hex(threshold),
  })),
  codeHash: hex(frozen.codeHash),
  commitment: hex(frozen.commitment),
  beacon: {
    chain: chain.hash,
    publicKey: chain.publicKey,
    genesis: chain.genesis,
    period: chain.period,
    round: frozen.beaconRound,
    signature: hex(result?.beaconSignature),
  },
  frozenAt: frozen.frozenAt.toISOString(),
  secret: hex(result?.secret),
  seed: hex(result?.seed),
  winners: result?.winnerCount ?? 0,
  drawnAt: result?.drawnAt.toISOString() ?? null,
});

/**
 * The published list of a draw, as parts of a text file: a line of JSON with everything that was fixed and revealed,
 * a line for each entry with its region, and one for each winner with its rank. In one snapshot, so that it is whole.
 * @throws Error when the wave is not frozen
 */
export async function* publishedList(client: ClientBase, wave: number, chain: BeaconChain): AsyncGenerator<string> {
  await client.query('begin isolation level repeatable read read only');
  await client.query('set local statement_timeout = 0');
  const frozen = (await execute(client, statements.frozen, [wave])).rows[0];
  if (!frozen) throw new Error(`wave ${wave} is not frozen: there is nothing to publish`);
  const result = (await execute(client, statements.result, [wave])).rows[0] ?? null;
  const { rows: regions } = await execute(client, statements.regions, [wave]);
  yield `${JSON.stringify(headerOf({ wave, chain, frozen, result, regions }))}\n`;
  for await (const [entries, numbers] of copyOut(client, chunksOf(wave)) as AsyncIterable<[Buffer, Buffer]>) {
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
