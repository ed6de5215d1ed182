import { hash } from 'node:crypto';

/** Entries a chunk: a power of two, so that each chunk is a subtree of the whole. */
export const CHUNK = 4_096;

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');

/** A leaf (RFC 6962, 2.1): the entry's 16 bytes, then its region's code. */
export const leafOf = (entry: Uint8Array, regionCode: string): Buffer =>
  sha256(LEAF, entry, Buffer.from(regionCode, 'latin1'));

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

export interface Sibling {
  hash: Buffer;
  isLeft: boolean;
}

/** What joins node `index` to the root, from below. */
export const pathOf = (nodes: readonly Buffer[], index: number): Sibling[] => {
  const path: Sibling[] = [];
  let [level, at] = [nodes, index];
  while (level.length > 1) {
    const sibling = level[at ^ 1];
    if (sibling) path.push({ hash: sibling, isLeft: at % 2 === 1 });
    [level, at] = [levelAbove(level), at >> 1];
  }
  return path;
};
