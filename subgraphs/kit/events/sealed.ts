import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { acceptedSecrets, currentSecret } from '../rotating-secret.ts';

const NONCE = 12;
const TAG = 16;

const keyOf = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `sealed in events: ${purpose}`, 32));

/**
 * Seals a value that an event carries, for the other end of the pair alone: AES-256-GCM under a key that is derived from
 * the secret of the pair, for this purpose only. Outbox and inbox store it sealed.
 * @param about what the value belongs to, such as an id: it opens there only
 */
export const sealInEvent = ({ secret, purpose, about }: SealedPlace, value: string): string => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyOf(currentSecret(secret), purpose), nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
};

const openWith = ({ secret, purpose, about }: SealedPlace, sealed: string): string => {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, purpose), bytes.subarray(0, NONCE), {
    authTagLength: TAG,
  });
  decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
};

/** @throws Error when it was sealed with another secret, for something else, or altered */
export const openFromEvent = (place: SealedPlace, sealed: string): string => {
  const [first = '', ...others] = acceptedSecrets(place.secret);
  try {
    return openWith({ ...place, secret: first }, sealed);
  } catch (error) {
    // Sealed before the pair's secret was rotated, or after.
    if (others.length === 0) throw error;
    return openFromEvent({ ...place, secret: others.join() }, sealed);
  }
};

export interface SealedPlace {
  /** The secret of the pair of publisher and subscriber. */
  secret: string;
  purpose: string;
  about: string;
}
