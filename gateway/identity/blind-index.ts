import { createHmac, createSecretKey } from 'node:crypto';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';

export type IndexedKind = 'phone' | 'email' | 'totp' | 'code' | 'state';

/** HMAC-SHA256: finds a value again without storing it. Values of different kinds never collide. */
export type BlindIndex = (kind: IndexedKind, value: string) => Buffer;

export const createBlindIndex = ({ index }: VaultKeys): BlindIndex => {
  const key = createSecretKey(index, 'base64url');
  return (kind, value) => createHmac('sha256', key).update(`identity ${kind}\0${value}`).digest();
};
