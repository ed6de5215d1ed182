import { type SigningKey, thumbprintOf } from './signing-key.ts';

/** A key as a document publishes it. */
export interface PublishedKey {
  jwk: SigningKey;
  validFrom: Date | null;
  validUntil: Date | null;
  compromisedAt: Date | null;
}

/**
 * Returns the document of a DID: who holds it, verifies offline (Controlled Identifiers v1.0: `expires` ends a key,
 * `revoked` is since when it is compromised).
 */
export const didDocument = (did: string, keys: readonly PublishedKey[]): object => {
  const verificationMethod = keys.map(({ jwk, validFrom, validUntil, compromisedAt }) => {
    const kid = thumbprintOf(jwk);
    return {
      id: `${did}#${kid}`,
      type: 'JsonWebKey2020',
      controller: did,
      ...(validFrom && { created: validFrom.toISOString() }),
      ...(validUntil && { expires: validUntil.toISOString() }),
      ...(compromisedAt && { revoked: compromisedAt.toISOString() }),
      publicKeyJwk: { ...jwk, kid },
    };
  });
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
    id: did,
    verificationMethod,
    assertionMethod: verificationMethod.map(({ id }) => id),
  };
};
