import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { randomPart } from '../random.ts';
import { VaultError } from './vault.error.ts';

// Sealed: version (1 byte), initialisation vector (12), tag (16), ciphertext.
const VERSION = 1;
const IV_AT = 1;
const TAG_AT = 13;
const TEXT_AT = 29;
const ALGORITHM = 'aes-256-gcm';
const options = { authTagLength: TEXT_AT - TAG_AT };

/** AES-256-GCM under a random vector; `bound` is what the answer can be opened with only. */
export const encrypt = (key: KeyObject, plain: string | Buffer, bound: string): Buffer => {
  const iv = randomPart(TAG_AT - IV_AT);
  const cipher = createCipheriv(ALGORITHM, key, iv, options).setAAD(Buffer.from(bound));
  const text = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  cipher.final();
  const sealed = Buffer.allocUnsafe(TEXT_AT + text.length);
  sealed[0] = VERSION;
  iv.copy(sealed, IV_AT);
  cipher.getAuthTag().copy(sealed, TAG_AT);
  text.copy(sealed, TEXT_AT);
  return sealed;
};

/** @throws VaultError when it was sealed with another key, for another place, or altered since */
export const decrypt = (key: KeyObject, sealed: Buffer, bound: string): Buffer => {
  if (sealed.length < TEXT_AT || sealed[0] !== VERSION) throw new VaultError('a sealed value has an unknown form');
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(IV_AT, TAG_AT), options)
      .setAAD(Buffer.from(bound))
      .setAuthTag(sealed.subarray(TAG_AT, TEXT_AT));
    const text = decipher.update(sealed.subarray(TEXT_AT));
    decipher.final();
    return text;
  } catch {
    throw new VaultError('a sealed value was altered, or belongs to another place or subject');
  }
};
