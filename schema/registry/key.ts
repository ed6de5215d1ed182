import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

const derOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

/** The public half as a bundle and the graph write it: DER of its SubjectPublicKeyInfo (RFC 8410), in base64url. */
export const publicKeyText = (key: KeyObject): string =>
  derOf(key.type === 'private' ? createPublicKey(key) : key).toString('base64url');

/** The id of a key, private or public: SHA-256 of its public half's DER, as 64 hexadecimal digits. */
export const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(Buffer.from(publicKeyText(key), 'base64url'))
    .digest('hex');

/**
 * Reads a public Ed25519 key as `publicKeyText` writes it.
 * @returns undefined where it is something else, another writing of a key among them: one key has one id
 */
export const readPublicKey = (text: string): KeyObject | undefined => {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64url'), type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' && publicKeyText(key) === text ? key : undefined;
  } catch {
    return undefined;
  }
};
