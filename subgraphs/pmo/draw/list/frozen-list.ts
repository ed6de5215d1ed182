import type { Database } from '../../../kit/database.ts';
import { column, statement } from '../../../kit/statement.ts';

/** What the first line says of a frozen list: nothing of it ever changes. */
export const frozenHead = (checkpoint: string) => ({ format: 'prakerja-draw/2', checkpoint });

/** The first line of a frozen list. */
export const headLine = (checkpoint: string): string => `${JSON.stringify(frozenHead(checkpoint))}\n`;

/** The 16 bytes of an entry as they are written everywhere. */
export const entryText = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/**
 * The lines of a chunk, one for each entry with the code of its region.
 * @param entries 16 bytes each
 * @param numbers of their regions, two bytes each, little-endian
 */
export const chunkLines = (entries: Buffer, numbers: Buffer, codes: readonly string[]): string =>
  Array.from({ length: numbers.length / 2 }, (_, place) => {
    const code = codes[numbers.readUInt16LE(place * 2)];
    return `${entryText(entries.subarray(place * 16, place * 16 + 16))} ${code}\n`;
  }).join('');

const CODES = statement(
  'draw-list-codes',
  { code: column.text },
  'select region_code as code from draw_region where wave_number = $1 and attempt = $2 order by region_no',
);

const CHUNK = statement(
  'draw-list-chunk',
  { entries: column.bytea, regions: column.bytea },
  'select entries, regions from draw_chunk where wave_number = $1 and attempt = $2 and chunk_no = $3',
);

/** The frozen list of an attempt. */
export interface ListKey {
  wave: number;
  attempt: number;
}

/**
 * The entries of a frozen list as text, chunk by chunk. Each is read when it is wanted, so that a reader who is slow holds
 * neither a connection nor memory.
 * @param from number of the first chunk
 */
export async function* listChunks(
  database: Pick<Database, 'rows'>,
  { wave, attempt }: ListKey,
  from = 0,
): AsyncGenerator<Buffer, void, undefined> {
  const codes = (await database.rows(CODES, [wave, attempt])).map(({ code }) => code);
  for (let number = from; ; number += 1) {
    const [chunk] = await database.rows(CHUNK, [wave, attempt, number]);
    if (!chunk) return;
    yield Buffer.from(chunkLines(chunk.entries, chunk.regions, codes), 'latin1');
  }
}
