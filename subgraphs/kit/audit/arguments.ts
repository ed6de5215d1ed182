import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { currentSecret } from '../rotating-secret.ts';

const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
};

/** A subgraph's key of argument hashes, from its caller secret: who proves them later keeps those that were rotated. A KeyObject: Node looks at plain bytes for each hash. */
export const argumentsKey = (secret: string): KeyObject => {
  const derived = hkdfSync(
    'sha256',
    Buffer.from(currentSecret(secret), 'base64url'),
    '',
    'prakerja audit arguments v1',
    32,
  );
  return createSecretKey(Buffer.from(derived));
};

/**
 * Proves later what a mutation was called with, to whoever has the key and the arguments. Keyed, since a bare hash of a
 * NIK or of a code is found by trying all; with the entry's id, so that equal arguments do not look equal.
 */
export const argumentsHash = (key: KeyObject, id: string, args: object): Buffer =>
  createHmac('sha256', key)
    .update(id)
    .update(JSON.stringify(plain(args)))
    .digest();
