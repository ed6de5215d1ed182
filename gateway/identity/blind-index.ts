import { createHmac, createSecretKey } from 'node:crypto';
import type { VaultKeys } from '../../subgraphs/kit/vault/keys.ts';
import type { Secret } from '../../subgraphs/kit/vault/secret.ts';

export type IndexedKind = 'phone' | 'email' | 'totp' | 'code' | 'state' | 'network' | 'place' | 'device';

/** HMAC-SHA256: finds a value again without storing it. Values of different kinds never collide. */
export type BlindIndex = (kind: IndexedKind, value: Secret | string) => Buffer;

export const createBlindIndex = ({ index }: VaultKeys): BlindIndex => {
  const key = createSecretKey(index, 'base64url');
  return (kind, value) => {
    const text = typeof value === 'string' ? value : value.reveal();
    return createHmac('sha256', key).update(`identity ${kind}\0${text}`).digest();
  };
};
