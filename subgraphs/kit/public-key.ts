import { createHash, createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** What is kept of a key for ES256: its public part, by the names of RFC 7517. */
export interface PublicKey {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
  kid: string;
}

type Point = Omit<PublicKey, 'kid'>;

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
export const thumbprintOf = ({ crv, kty, x, y }: Point): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

const isOnCurve = ({ kty, crv, x, y }: Point): boolean => {
  try {
    createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
    return true;
  } catch {
    return false;
  }
};

/** What was read of a partner's key: the key, or what is wrong with it. */
export type KeyReading = { key: PublicKey } | { fault: string } | { isPrivate: true };

/** Reads a partner's public key for ES256; without a `kid` it gets its thumbprint. What is wrong is named, never repeated. */
export const readKey = (jwk: unknown): KeyReading => {
  if (typeof jwk !== 'object' || jwk === null) return { fault: 'it is no JSON object' };
  if (PRIVATE.some((member) => Object.hasOwn(jwk, member))) return { isPrivate: true };
  const parsed = shape.safeParse(jwk);
  if (!parsed.success) return { fault: `\`${parsed.error.issues[0]?.path.join('.')}\` is wrong or missing` };
  const { kty, crv, x, y, kid } = parsed.data;
  const key = { kty, crv, x, y };
  if (!isOnCurve(key)) return { fault: 'x and y are no point of P-256' };
  return { key: { ...key, kid: kid ?? thumbprintOf(key) } };
};
