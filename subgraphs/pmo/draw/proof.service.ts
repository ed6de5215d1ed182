import { CHUNK, type Chunk, pathInList, type Sibling } from './engine/index.ts';
import { leafOf, rankOf as rankOfEntry } from './reference.ts';

export interface Inclusion {
  /** Place of the entry in the whole list, from 0. */
  index: number;
  regionNo: number;
  leaf: Buffer;
  /** What joins the leaf to the root, from below. */
  path: Sibling[];
}

const ID_BYTES = 16;

const bytesOf = (entryId: string): Buffer => Buffer.from(entryId.replaceAll('-', ''), 'hex');

/** Returns the place of the id among these, which ascend; -1 when it is none of them. */
const placeOf = (ids: Buffer, id: Buffer): number => {
  let low = 0;
  let high = ids.length / ID_BYTES - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = ids.compare(id, 0, ID_BYTES, middle * ID_BYTES, (middle + 1) * ID_BYTES);
    if (order === 0) return middle;
    if (order > 0) high = middle - 1;
    else low = middle + 1;
  }
  return -1;
};

/**
 * Proves that an entry is on the frozen list, from the one chunk that it is in.
 * @param codes of the wave's regions, by their numbers
 * @returns null when it is not on the list
 */
export const proveInclusion = (chunk: Chunk, codes: readonly string[], entryId: string): Inclusion | null => {
  const id = bytesOf(entryId);
  const place = placeOf(chunk.entries, id);
  if (place < 0) return null;
  const regionNo = chunk.regions.readUInt16LE(place * 2);
  return {
    index: chunk.chunkNo * CHUNK + place,
    regionNo,
    leaf: leafOf({ id, region: codes[regionNo] as string }),
    path: pathInList(chunk, codes, place),
  };
};

/** Returns the rank of an entry, HMAC-SHA-256(seed, entry), in hexadecimal. */
export const rankOf = (seed: string, entryId: string): string =>
  rankOfEntry(Buffer.from(seed, 'hex'), { id: bytesOf(entryId) }).toString('hex');
