import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { findFault } from '../../kit/json-value.ts';
import { refusals } from './certificate.refusal.ts';
import type { CredentialClaims } from './credential.ts';
import { algorithmOf, type SigningKey } from './signing-key.ts';

/** The longest credential that is read, in characters. */
export const MOST_CHARACTERS = 65_536;

const limits = { depth: 8, values: 1_000, characters: MOST_CHARACTERS };

/** A credential that was taken apart, its signature not yet checked. */
export interface SignedCredential {
  header: { alg: 'ES256' | 'EdDSA'; kid: string };
  claims: CredentialClaims;
  /** What was signed. */
  input: string;
  signature: Buffer;
}

// Nothing else may stand in the header: `crit`, `b64`, `jwk` and `jku` would change how the rest is read.
const headerShape = z.strictObject({
  alg: z.enum(['ES256', 'EdDSA']),
  typ: z.literal('vc+jwt'),
  cty: z.literal('vc').optional(),
  kid: z.string().max(300),
});

const part = /^[\w-]+$/;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/**
 * Takes a VC-JWT apart (Securing Verifiable Credentials using JOSE and COSE, section 3.1).
 * @throws Refusal CREDENTIAL_MALFORMED
 */
export const readCredential = (text: string): SignedCredential => {
  if (text.length > MOST_CHARACTERS) throw refusals.malformed(`it has more than ${MOST_CHARACTERS} characters`);
  const parts = text.split('.');
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3 || !parts.every((each) => part.test(each))) {
    throw refusals.malformed('it is not three parts in base64url, divided by dots');
  }
  const parsed = headerShape.safeParse(parse(header));
  if (!parsed.success) {
    throw refusals.malformed('its header is not `alg` ES256 or EdDSA, `typ` vc+jwt and `kid`, and nothing else');
  }
  const claims = parse(payload);
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims) || findFault(claims, limits)) {
    throw refusals.malformed('its payload is no JSON object of a credential');
  }
  return {
    header: parsed.data,
    claims: claims as CredentialClaims,
    input: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
};

/** Decides whether the key signed the credential, by the algorithm that is the key's own. */
export const isSignedBy = ({ header, input, signature }: SignedCredential, jwk: SigningKey): boolean => {
  if (header.alg !== algorithmOf(jwk)) return false;
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const bytes = Buffer.from(input);
  return jwk.kty === 'EC'
    ? verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
    : verify(null, bytes, key, signature);
};

/** Returns what is printed of a credential that was issued. */
export const statedIn = (credential: string): { course: string; institution: string; completedAt: Date } => {
  const claims = parse(credential.split('.')[1] ?? '') as { name: string; issuer: { name: string }; validFrom: string };
  return { course: claims.name, institution: claims.issuer.name, completedAt: new Date(claims.validFrom) };
};
