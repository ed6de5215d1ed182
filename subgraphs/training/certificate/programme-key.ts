import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { z } from 'zod';
import { jsonOf } from '../../kit/env.ts';
import type { Addresses } from './addresses.ts';
import { type SigningKey, thumbprintOf } from './signing-key.ts';

const coordinate = z.string().regex(/^[\w-]{43}$/);
const publicKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate });

/** What the feature reads from the environment. */
export const certificateEnv = z.object({
  /** Origin under which the gateway publishes certificates, status lists and keys; it stands in every credential. */
  PUBLIC_ORIGIN: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .default('http://localhost:4000'),
  /** The private key with which the programme signs status lists and receipts, an ES256 JWK. */
  PROGRAMME_KEY: jsonOf(publicKey.extend({ d: coordinate })),
  /** Public keys of before, so that receipts which they signed can still be verified. */
  FORMER_PROGRAMME_JWKS: jsonOf(z.array(publicKey).max(20)).default([]),
});

export type CertificateEnv = z.infer<typeof certificateEnv>;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The key of the programme. */
export class ProgrammeKey {
  readonly #key: KeyObject;
  readonly #kid: string;
  /** The public keys, the present one first. */
  readonly keys: readonly SigningKey[];

  constructor({ PROGRAMME_KEY, FORMER_PROGRAMME_JWKS }: CertificateEnv, addresses: Addresses) {
    const { d: _, ...own } = PROGRAMME_KEY;
    this.#key = createPrivateKey({ key: { ...PROGRAMME_KEY }, format: 'jwk' });
    this.#kid = `${addresses.programme}#${thumbprintOf(own)}`;
    this.keys = [own, ...FORMER_PROGRAMME_JWKS];
  }

  /** Returns the claims as a JWT of this type, such as `vc+jwt`. */
  sign(typ: string, claims: object): string {
    const input = `${encode({ alg: 'ES256', typ, kid: this.#kid })}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(input), { key: this.#key, dsaEncoding: 'ieee-p1363' });
    return `${input}.${signature.toString('base64url')}`;
  }
}
