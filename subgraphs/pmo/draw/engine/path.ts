import { digestBytes } from './hashing.ts';
import { Lanes, leafEnd } from './lanes.ts';
import { nodesOf, pathOf, type Sibling } from './merkle.ts';

export type { Sibling } from './merkle.ts';

/** A stored chunk of a frozen list. */
export interface Chunk {
  chunkNo: number;
  /** Ids, 16 bytes each, ascending. */
  entries: Buffer;
  /** Numbers of their regions, two bytes each, little-endian. */
  regions: Buffer;
  /** Roots of all chunks of the list, 32 bytes each. */
  chunkRoots: Buffer;
}

const lanes = new Lanes();

/** The path within the chunk: at each height the root of the neighbouring subtree, unless that is empty. */
const pathInChunk = ({ entries, regions }: Chunk, codes: readonly string[], place: number): Sibling[] => {
  const ends = codes.map(leafEnd);
  const words = new Int32Array(Uint8Array.from(entries).buffer);
  const numbers = new Uint16Array(Uint8Array.from(regions).buffer);
  const path: Sibling[] = [];
  for (let height = 0; 1 << height < numbers.length; height += 1) {
    const from = ((place >> height) ^ 1) << height;
    const to = Math.min(from + (1 << height), numbers.length);
    if (from >= to) continue;
    const root = lanes.root(words.subarray(from * 4, to * 4), numbers.subarray(from, to), ends);
    path.push({ hash: digestBytes(root), isLeft: from < place });
  }
  return path;
};

/**
 * Returns what joins an entry's leaf to the root of its list (RFC 6962, 2.1.1), from below.
 * @param codes of the regions, by their numbers
 * @param place of the entry in its chunk, from 0
 */
export const pathInList = (chunk: Chunk, codes: readonly string[], place: number): Sibling[] => [
  ...pathInChunk(chunk, codes, place),
  ...pathOf(nodesOf(chunk.chunkRoots), chunk.chunkNo),
];
