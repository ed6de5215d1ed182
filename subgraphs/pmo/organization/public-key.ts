import { type PublicKey, readKey } from '../../kit/public-key.ts';
import { refusals } from './organization.refusal.ts';

/**
 * Reads a partner's key; without a `kid` it gets its thumbprint for one. What is wrong is named, never repeated.
 * @throws Refusal PRIVATE_KEY_SENT, KEY_MALFORMED
 */
export const readPublicKey = (jwk: unknown, path: readonly string[]): PublicKey => {
  const read = readKey(jwk);
  if ('key' in read) return read.key;
  if ('fault' in read) throw refusals.keyMalformed(read.fault, path);
  throw refusals.privateKeySent(path);
};
