import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { indexKeysOf, type VaultKeys } from '../../kit/vault/keys.ts';

const PKCS8_OF_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 key of signed heads, derived from the first index key of the vault, which others follow and none replaces. */
export const headKey = (keys: VaultKeys): KeyObject => {
  const [first = ''] = indexKeysOf(keys);
  const seed = hkdfSync('sha256', Buffer.from(first, 'base64url'), '', 'prakerja ledger heads v1', 32);
  return createPrivateKey({ key: Buffer.concat([PKCS8_OF_ED25519, Buffer.from(seed)]), format: 'der', type: 'pkcs8' });
};

/** The end of the chain at a moment. */
export interface ChainHead {
  seq: string;
  /** Hexadecimal. */
  hash: string;
  at: string;
}

export type SignedHead = ChainHead & { signature: string };

const textOf = ({ seq, hash, at }: ChainHead) => Buffer.from(`prakerja ledger head|${seq}|${hash}|${at}`);

export const signHead = (key: KeyObject, head: ChainHead): string =>
  sign(null, textOf(head), key).toString('base64url');

const isGenuine = (key: KeyObject, head: SignedHead): boolean =>
  verify(null, textOf(head), createPublicKey(key), Buffer.from(head.signature, 'base64url'));

const line = z.object({
  msg: z.literal('ledger head'),
  head: z.object({ seq: z.string().regex(/^\d+$/), hash: z.string(), at: z.string(), signature: z.string() }),
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Reads the heads out of a log of the service. @returns those with a genuine signature, and how many have another one */
export const headsIn = (key: KeyObject, log: string): { heads: SignedHead[]; forged: number } => {
  const found = log
    .split('\n')
    .filter((text) => text.includes('"ledger head"'))
    .flatMap((text) => {
      const { data } = line.safeParse(parsed(text));
      return data ? [data.head] : [];
    });
  const heads = found.filter((head) => isGenuine(key, head));
  return { heads, forged: found.length - heads.length };
};
