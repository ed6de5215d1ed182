import { _checkCredential } from '@digitalbazaar/vc';
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list';
import { verifyJWT } from 'did-jwt';

interface PublishedDocument {
  id: string;
  verificationMethod: { revoked?: string }[];
}

interface PublishedFacts {
  documents: readonly PublishedDocument[];
  /** The status list as a VC-JWT. */
  status: string;
  now: Date;
}

/** Resolves DIDs from documents that were fetched before, without what the keys of them are no longer good for. */
const resolverOf = (documents: readonly PublishedDocument[]) => ({
  resolve: async (did: string) => {
    const document = documents.find(({ id }) => id === did);
    const verificationMethod = document?.verificationMethod.filter(({ revoked }) => !revoked);
    const didDocument = document ? { ...document, verificationMethod } : null;
    const error = document ? {} : { error: 'notFound' };
    return { didDocument, didDocumentMetadata: {}, didResolutionMetadata: error } as never;
  },
});

/**
 * Verifies a certificate by libraries that know nothing of us: did-jwt the signatures, issuers and dates, @digitalbazaar/vc
 * the data model, @digitalbazaar/vc-bitstring-status-list whether it is revoked.
 * @returns why it is rejected; null when it is good
 */
export const verifyIndependently = async (credential: string, given: PublishedFacts): Promise<string | null> => {
  const { documents, status, now } = given;
  // A new object for each call: did-jwt keeps in it whose keys it found.
  const options = () => ({
    resolver: resolverOf(documents),
    proofPurpose: 'assertionMethod' as const,
    policies: { now: Math.floor(now.getTime() / 1000) },
  });
  try {
    const { payload } = await verifyJWT(credential, options());
    _checkCredential({ credential: payload, now });
    if ((payload.issuer as { id: string }).id !== payload.iss) throw new Error('two issuers');
    const list = await verifyJWT(status, options());
    _checkCredential({ credential: list.payload, now });
    const checked = await checkStatus({
      credential: payload,
      documentLoader: async () => ({ document: list.payload }),
      verifyBitstringStatusListCredential: false,
      verifyMatchingIssuers: false,
    });
    if (!checked.verified) throw checked.error ?? new Error('its status cannot be told');
    if (checked.results?.some((each) => each.status)) throw new Error('revoked');
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};
