import { hash } from 'node:crypto';

/** Entries a chunk: a power of two, so that each chunk is a subtree of the whole. */
export const CHUNK = 4_096;

const NODE = Buffer.of(1);

const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');

/** Splits hashes of 32 bytes that lie one after the other. */
export const nodesOf = (hashes: Buffer): Buffer[] =>
  Array.from({ length: hashes.length / 32 }, (_, index) => hashes.subarray(index * 32, index * 32 + 32));

/** The level above: a node for each pair; one that is left over rises as it is. */
const levelAbove = (level: readonly Buffer[]): Buffer[] =>
  Array.from({ length: Math.ceil(level.length / 2) }, (_, index) => {
    const [left, right] = level.slice(index * 2, index * 2 + 2) as [Buffer, Buffer?];
    return right ? sha256(NODE, left, right) : left;
  });

/** Root of the tree over these nodes; that of no node is the hash of nothing. */
export const rootOf = (nodes: readonly Buffer[]): Buffer => {
  let level = nodes;
  while (level.length > 1) level = levelAbove(level);
  return level[0] ?? sha256();
};

/** A step from a leaf to the root. */
export interface Sibling {
  /** 32 bytes. */
  hash: Buffer;
  isLeft: boolean;
}

/** What joins node `index` to the root, from below. */
export const pathOf = (nodes: readonly Buffer[], index: number): Sibling[] => {
  const path: Sibling[] = [];
  let level = nodes;
  let place = index;
  while (level.length > 1) {
    const sibling = level[place ^ 1];
    if (sibling) path.push({ hash: sibling, isLeft: place % 2 === 1 });
    level = levelAbove(level);
    place >>= 1;
  }
  return path;
};
