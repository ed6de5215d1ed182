import { createHash, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { type PersonIds, personIdsUnder } from './person-ids.ts';

const signingKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[\w-]{43}$/),
  d: z.string().regex(/^[\w-]{43}$/),
});

/** What the gateway shows partners' subgraphs itself by, and the callers. */
export const partnerKeys = z.object({
  /** Private JSON Web Keys of Ed25519: the first one signs, all are published. */
  signing: z.array(signingKey).min(1).max(10),
  /** 32 bytes in base64url, from which the names of people are made that one partner knows. */
  subjects: z.string().min(43, 'must be 32 bytes in base64url'),
});

/** Public half of a key, under its thumbprint (RFC 8037, appendix A.3). */
export interface PublicKey {
  kty: string;
  crv: string;
  x: string;
  kid: string;
  alg: 'EdDSA';
  use: 'sig';
}

export interface PartnerKeys {
  /** Signs requests and callers. */
  key: KeyObject;
  keyId: string;
  published: PublicKey[];
  /** People as this subgraph knows them, also as callers. */
  personIdsOf(subgraph: string): PersonIds;
}

const publicHalf = ({ kty, crv, x }: z.infer<typeof signingKey>): PublicKey => {
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
  return { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' };
};

export const readPartnerKeys = ({ signing, subjects }: z.infer<typeof partnerKeys>): PartnerKeys => {
  const [first] = signing;
  if (!first) throw new RangeError('no key signs');
  const published = signing.map(publicHalf);
  const secret = Buffer.from(subjects, 'base64url');
  return {
    key: createPrivateKey({ key: first, format: 'jwk' }),
    keyId: publicHalf(first).kid,
    published,
    personIdsOf: (subgraph) =>
      personIdsUnder(Buffer.from(hkdfSync('sha256', secret, '', `prakerja subject ${subgraph} v1`, 32))),
  };
};
