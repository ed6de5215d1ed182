import { createHmac } from 'node:crypto';
import { digestBytes } from './hashing.ts';
import { Lanes, leafEnd } from './lanes.ts';
import { CHUNK, leafOf, pathOf, type Sibling } from './merkle.ts';

export interface Chunk {
  chunkNo: number;
  entries: Buffer;
  regions: Buffer;
  chunkRoots: Buffer;
}

export interface Inclusion {
  /** From 0, over the whole list. */
  index: number;
  regionNo: number;
  leaf: Buffer;
  /** From below. */
  path: Sibling[];
}

const lanes = new Lanes();

/** Where the entry lies in the chunk; -1 when it does not. */
const find = (entries: Buffer, entry: Buffer): number => {
  let [low, high] = [0, entries.length / 16 - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = entries.compare(entry, 0, 16, middle * 16, middle * 16 + 16);
    if (order === 0) return middle;
    if (order > 0) high = middle - 1;
    else low = middle + 1;
  }
  return -1;
};

/** The path within the chunk: at each height the root of the neighbouring subtree, unless that is empty. */
const pathInChunk = ({ entries, regions }: Chunk, codes: readonly string[], at: number): Sibling[] => {
  const ends = codes.map(leafEnd);
  const words = new Int32Array(Uint8Array.from(entries).buffer);
  const numbers = new Uint16Array(Uint8Array.from(regions).buffer);
  const path: Sibling[] = [];
  for (let height = 0; 1 << height < numbers.length; height += 1) {
    const from = ((at >> height) ^ 1) << height;
    const to = Math.min(from + (1 << height), numbers.length);
    if (from >= to) continue;
    const root = lanes.root(words.subarray(from * 4, to * 4), numbers.subarray(from, to), ends);
    path.push({ hash: digestBytes(root), isLeft: from < at });
  }
  return path;
};

/**
 * Proves that an entry is on the frozen list, from the one chunk that it is in.
 * @param codes of the wave's regions, by their numbers
 * @returns null when it is not on the list
 */
export const proveInclusion = (chunk: Chunk, codes: readonly string[], entryId: string): Inclusion | null => {
  const entry = Buffer.from(entryId.replaceAll('-', ''), 'hex');
  const at = find(chunk.entries, entry);
  if (at < 0) return null;
  const regionNo = chunk.regions.readUInt16LE(at * 2);
  const roots = Array.from({ length: chunk.chunkRoots.length / 32 }, (_, index) =>
    chunk.chunkRoots.subarray(index * 32, index * 32 + 32),
  );
  return {
    index: chunk.chunkNo * CHUNK + at,
    regionNo,
    leaf: leafOf(entry, codes[regionNo] as string),
    path: [...pathInChunk(chunk, codes, at), ...pathOf(roots, chunk.chunkNo)],
  };
};

/** HMAC-SHA-256(seed, entry), in hexadecimal. */
export const rankOf = (seed: string, entryId: string): string =>
  createHmac('sha256', Buffer.from(seed, 'hex')).update(entryId.replaceAll('-', ''), 'hex').digest('hex');
