import { createHmac, hash } from 'node:crypto';

/** An eligible registration in a draw: 16 bytes of a random id, and the code of its region. */
export interface Entry {
  id: Uint8Array;
  region: string;
}

export interface Sibling {
  hash: Buffer;
  isLeft: boolean;
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');

/** The order of the frozen list: by id, as bytes. */
export const inOrder = (entries: readonly Entry[]): Entry[] => entries.toSorted((a, b) => Buffer.compare(a.id, b.id));

/** Returns an entry's leaf, 32 bytes: SHA-256(00 ‖ id ‖ code of the region) (RFC 6962, 2.1). */
export const leafOf = ({ id, region }: Entry): Buffer => sha256(Buffer.of(0), id, Buffer.from(region, 'latin1'));

/** The largest power of two below `count`. */
const halfOf = (count: number): number => 2 ** (Math.ceil(Math.log2(count)) - 1);

/** Returns the Merkle root over these leaves, 32 bytes (RFC 6962, 2.1). */
export const rootOf = (leaves: readonly Buffer[]): Buffer => {
  if (leaves.length < 2) return leaves[0] ?? sha256();
  const half = halfOf(leaves.length);
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
};

/** Returns what joins leaf `index` to the root, from below (RFC 6962, 2.1.1). */
export const pathOf = (leaves: readonly Buffer[], index: number): Sibling[] => {
  if (leaves.length < 2) return [];
  const half = halfOf(leaves.length);
  const left = leaves.slice(0, half);
  const right = leaves.slice(half);
  return index < half
    ? [...pathOf(left, index), { hash: rootOf(right), isLeft: false }]
    : [...pathOf(right, index - half), { hash: rootOf(left), isLeft: true }];
};

/** Returns an entry's rank, 32 bytes: HMAC-SHA-256(seed, id) (RFC 2104). The lowest ranks win. */
export const rankOf = (seed: Uint8Array, { id }: Pick<Entry, 'id'>): Buffer =>
  createHmac('sha256', seed).update(id).digest();

/** Draws: in each region the `quotas` lowest ranks win. */
export const winnersOf = (
  entries: readonly Entry[],
  seed: Uint8Array,
  quotas: ReadonlyMap<string, number>,
): Entry[] => {
  const ranked = entries.map((entry) => ({ ...entry, rank: rankOf(seed, entry) }));
  return [...Map.groupBy(ranked, ({ region }) => region)].flatMap(([region, candidates]) =>
    candidates.toSorted((a, b) => Buffer.compare(a.rank, b.rank)).slice(0, quotas.get(region) ?? 0),
  );
};
