import { chainOf, type VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import type { Secret } from '../../subgraphs/kit/vault/secret.ts';
import { SettledIndexes } from '../../subgraphs/kit/vault/settled-indexes.ts';

export type IndexedKind = 'phone' | 'email' | 'totp' | 'code' | 'state' | 'network' | 'place' | 'device';

/** HMAC-SHA256: finds a value again without storing it. Values of different kinds never collide. */
export type BlindIndex = (kind: IndexedKind, value: Secret | string) => Buffer;

export const INDEX_BYTES = 32;

/** What nobody can guess, whoever has the key: it stays by the first key, and so do sessions when another follows. */
const unguessable: readonly IndexedKind[] = ['state', 'device'];

/** All index keys of the identity service, the next one among them. */
export const identityChain = (keys: VaultKeys) => chainOf(keys, { bytes: INDEX_BYTES, label: 'identity ' });

const textOf = (value: Secret | string) => (typeof value === 'string' ? value : value.reveal());

/** The indexes of accounts, which are made anew when the key is rotated. */
export const settledIndexes = (keys: VaultKeys): SettledIndexes =>
  new SettledIndexes({ chain: identityChain(keys), hasNext: keys.nextIndex !== undefined });

export const createBlindIndex = (keys: VaultKeys): BlindIndex => {
  const all = identityChain(keys);
  const length = settledIndexes(keys).keys;
  return (kind, value) => all.of(kind, textOf(value), unguessable.includes(kind) ? 1 : length);
};

/** A value's indexes by the keys of now and by fewer: what was written before the last key followed is among them. */
export const createFormerIndexes = (keys: VaultKeys): ((kind: IndexedKind, value: string) => Buffer[]) => {
  const all = identityChain(keys);
  const lengths = Array.from({ length: settledIndexes(keys).keys }, (_, place) => place + 1);
  return (kind, value) => lengths.map((length) => all.of(kind, value, length)).toReversed();
};
