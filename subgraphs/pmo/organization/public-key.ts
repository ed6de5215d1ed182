import { createHash, createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { refusals } from './organization.refusal.ts';

/** What is kept of a key: its public part, by the names of RFC 7517. */
export interface PublicKey {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
  kid: string;
}

/** Members of a JWK of any kind (RFC 7518, section 6) that must not leave its owner. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const coordinate = z.string().regex(/^[\w-]{43}$/);

const shape = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
  kid: z
    .string()
    .regex(/^[\w.:-]{1,128}$/)
    .optional(),
  alg: z.literal('ES256').optional(),
  use: z.literal('sig').optional(),
});

/** Returns the thumbprint of a key (RFC 7638), in base64url. */
export const thumbprintOf = ({ crv, kty, x, y }: Omit<PublicKey, 'kid'>): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

const isOnCurve = ({ kty, crv, x, y }: Omit<PublicKey, 'kid'>): boolean => {
  try {
    createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
};

/**
 * Reads a partner's key; without a `kid` it gets its thumbprint for one. What is wrong is named, never repeated.
 * @throws Refusal PRIVATE_KEY_SENT, KEY_MALFORMED
 */
export const readPublicKey = (jwk: unknown, path: readonly string[]): PublicKey => {
  if (typeof jwk !== 'object' || jwk === null) throw refusals.keyMalformed('it is no JSON object', path);
  if (PRIVATE.some((member) => Object.hasOwn(jwk, member))) throw refusals.privateKeySent(path);
  const parsed = shape.safeParse(jwk);
  if (!parsed.success) {
    throw refusals.keyMalformed(`\`${parsed.error.issues[0]?.path.join('.')}\` is wrong or missing`, path);
  }
  const { kty, crv, x, y, kid } = parsed.data;
  const key = { kty, crv, x, y };
  if (!isOnCurve(key)) throw refusals.keyMalformed('x and y are no point of P-256', path);
  return { ...key, kid: kid ?? thumbprintOf(key) };
};
