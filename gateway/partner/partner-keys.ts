import { createHash, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { acceptedSecrets, sharedSecret } from '../../subgraphs/kit/rotating-secret.ts';
import { type PersonIds, personIdsUnder } from './person-ids.ts';

const publicKey = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[\w-]{43}$/),
});

const signingKey = publicKey.extend({ d: z.string().regex(/^[\w-]{43}$/) });

/** What the gateway shows partners' subgraphs itself by, and the callers. */
export const partnerKeys = z.object({
  /** Private JSON Web Keys of Ed25519: the first one signs, all are published. */
  signing: z.array(signingKey).min(1).max(10),
  /** Public keys of those who ask partners' subgraphs as the gateway does, but are not it: the conformance runner. */
  others: z.array(publicKey).max(10).default([]),
  /**
   * 32 bytes in base64url, from which the names of people are made that one partner knows; several, separated by
   * commas, while they are rotated: the first makes names, the names of all are understood.
   */
  subjects: sharedSecret,
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
  /** The same by each key alone, in their order. */
  eachPersonIdsOf(subgraph: string): PersonIds[];
}

const publicHalf = ({ kty, crv, x }: z.infer<typeof publicKey>): PublicKey => {
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
  return { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' };
};

export const readPartnerKeys = ({ signing, others = [], subjects }: z.input<typeof partnerKeys>): PartnerKeys => {
  const [first] = signing;
  if (!first) throw new RangeError('no key signs');
  const published = [...signing, ...others].map(publicHalf);
  const secrets = acceptedSecrets(subjects).map((secret) => Buffer.from(secret, 'base64url'));
  const keysOf = (subgraph: string) =>
    secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', `prakerja subject ${subgraph} v1`, 32)));
  return {
    key: createPrivateKey({ key: first, format: 'jwk' }),
    keyId: publicHalf(first).kid,
    published,
    personIdsOf: (subgraph) => personIdsUnder(...keysOf(subgraph)),
    eachPersonIdsOf: (subgraph) => keysOf(subgraph).map((key) => personIdsUnder(key)),
  };
};
