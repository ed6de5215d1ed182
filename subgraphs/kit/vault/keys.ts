import { z } from 'zod';
import { IndexChain } from './index-chain.ts';

/** Length of a key of either kind, and of a data key. */
export const KEY_BYTES = 32;
/** 128 bits: two of 75 million values meet with a probability of 10^-23, and an index takes half the room. */
const INDEX_BYTES = 16;

const key = z
  .base64url()
  .refine((text) => Buffer.from(text, 'base64url').length === KEY_BYTES, 'must be 32 bytes in base64url');
const keyId = z.string().regex(/^[A-Za-z0-9._-]{1,32}$/, 'must be 1 to 32 letters, digits, dots or dashes');

/**
 * The keys of one subgraph's vault. Key-encryption keys are rotated by adding one and naming it `current`; an old one
 * may go when `rewrap` has left no data key under it. Index keys follow each other in `index` and stay there; one that is
 * to follow is `nextIndex` until `reindex` has made every index anew.
 */
export const vaultKeys = z
  .object({
    current: keyId,
    keys: z.record(keyId, key),
    index: z.union([key, z.array(key).min(1).max(100)]),
    nextIndex: key.optional(),
  })
  .refine(({ current, keys }) => current in keys, { path: ['current'], message: 'must name one of keys' });

export type VaultKeys = z.infer<typeof vaultKeys>;

/** The keys of blind indexes in their order, without the next one. */
export const indexKeysOf = ({ index }: Pick<VaultKeys, 'index'>): readonly string[] =>
  typeof index === 'string' ? [index] : index;

/** The keys of blind indexes with the one to which a rotation leads. */
export const chainOf = (keys: VaultKeys, options: { bytes: number; label?: string }): IndexChain =>
  new IndexChain([...indexKeysOf(keys), ...(keys.nextIndex ? [keys.nextIndex] : [])], options);

/** The chain of a subgraph. */
export const subgraphChain = (keys: VaultKeys): IndexChain => chainOf(keys, { bytes: INDEX_BYTES });
