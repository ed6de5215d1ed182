import { createHash, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { refusals } from './certificate-key.refusal.ts';

/** A public key for ES256 or EdDSA by the names of RFC 7517 and RFC 8037. */
export type SigningKey = { kty: 'EC'; crv: 'P-256'; x: string; y: string } | { kty: 'OKP'; crv: 'Ed25519'; x: string };

/** Members of a JWK of any kind (RFC 7518, section 6) that must not leave its owner. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const coordinate = z.string().regex(/^[\w-]{43}$/);

const shape = z.discriminatedUnion('kty', [
  z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
  z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: coordinate }),
]);

/** Returns the thumbprint of a key (RFC 7638), in base64url. */
export const thumbprintOf = (key: SigningKey): string => {
  const members = Object.entries(key).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(members)))
    .digest('base64url');
};

/** Returns the algorithm of a key, as JOSE headers name it. */
export const algorithmOf = ({ kty }: SigningKey): 'ES256' | 'EdDSA' => (kty === 'EC' ? 'ES256' : 'EdDSA');

const isKey = (key: SigningKey): boolean => {
  try {
    createPublicKey({ key: { ...key }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
};

/**
 * Reads an institution's public key. What is wrong is named, never repeated.
 * @throws Refusal PRIVATE_KEY_SENT, KEY_MALFORMED
 */
export const readSigningKey = (text: string): SigningKey => {
  let jwk: unknown;
  try {
    jwk = JSON.parse(text);
  } catch {
    throw refusals.malformed('it is no JSON');
  }
  if (typeof jwk !== 'object' || jwk === null) throw refusals.malformed('it is no JSON object');
  if (PRIVATE.some((member) => Object.hasOwn(jwk, member))) throw refusals.privateSent();
  const parsed = shape.safeParse(jwk);
  if (!parsed.success) throw refusals.malformed(`\`${parsed.error.issues[0]?.path.join('.')}\` is wrong or missing`);
  if (!isKey(parsed.data)) throw refusals.malformed('its coordinates are no point of the curve');
  return parsed.data;
};
