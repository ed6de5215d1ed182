import { hash, type X509Certificate } from 'node:crypto';
import { contextTag, DerFields, type DerValue, oidOf, partsOf, readDer, tags } from '../../../kit/der.ts';
import { check } from './stamp.error.ts';

const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

const digests: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** The digest that an AlgorithmIdentifier names. @throws StampError when it is none of SHA-2 */
export const digestOf = (algorithm: DerValue): string => {
  const found = digests[oidOf(new DerFields(algorithm).take(tags.oid))];
  check(found, 'the time stamp uses a digest that is not accepted');
  return found;
};

/** The certificate's list of purposes; null when it has none, or may be read without it. */
const purposesOf = (certificate: X509Certificate): string[] | null => {
  const [toBeSigned] = partsOf(readDer(certificate.raw).body) as [DerValue];
  const extensions = partsOf(toBeSigned.body).find(({ tag }) => tag === contextTag(3));
  for (const extension of extensions ? partsOf(readDer(extensions.body).body) : []) {
    const fields = new DerFields(extension);
    if (oidOf(fields.take(tags.oid)) !== EXTENDED_KEY_USAGE) continue;
    const isCritical = fields.optional(tags.boolean)?.body[0] === 0xff;
    return isCritical ? partsOf(readDer(fields.take(tags.octetString).body).body).map(oidOf) : null;
  }
  return null;
};

/** RFC 3161, 2.3: the key signs time stamps and nothing else. @throws StampError */
export const checkPurpose = (certificate: X509Certificate): void => {
  const purposes = purposesOf(certificate);
  check(
    purposes?.length === 1 && purposes[0] === TIME_STAMPING,
    'the certificate of its signer is not one for time stamps alone',
  );
};

const isValidAt = ({ validFrom, validTo }: X509Certificate, at: Date): boolean =>
  Date.parse(validFrom) <= at.getTime() && at.getTime() <= Date.parse(validTo);

/**
 * Checks that the signer's certificate is the trusted one, or issued directly by it, and that both were valid.
 * @throws StampError
 */
export const checkTrust = (signer: X509Certificate, trusted: X509Certificate, at: Date): void => {
  const isSame = signer.raw.equals(trusted.raw);
  const isIssued = trusted.ca && signer.checkIssued(trusted) && signer.verify(trusted.publicKey);
  check(isSame || isIssued, 'its signer is not the authority that is trusted');
  check(isValidAt(signer, at) && isValidAt(trusted, at), 'a certificate was not valid at the time of the stamp');
};

/** Finds the certificate that signed attributes name by its hash (RFC 5816, or RFC 2634 with SHA-1). @throws StampError */
export const signerAmong = (
  certificates: readonly X509Certificate[],
  attributes: ReadonlyMap<string, DerValue>,
): X509Certificate => {
  const second = attributes.get(SIGNING_CERTIFICATE_V2);
  const named = second ?? attributes.get(SIGNING_CERTIFICATE);
  check(named, 'the time stamp does not say which certificate signed it');
  const [identifiers] = partsOf(new DerFields(named).take(tags.sequence).body);
  check(identifiers, 'the time stamp does not say which certificate signed it');
  const fields = new DerFields(identifiers);
  const algorithm = second ? fields.optional(tags.sequence) : null;
  const fallback = second ? 'sha256' : 'sha1';
  const digest = algorithm ? digestOf(algorithm) : fallback;
  const wanted = fields.take(tags.octetString).body;
  const found = certificates.find(({ raw }) => hash(digest, raw, 'buffer').equals(wanted));
  check(found, 'the certificate of its signer is missing, or another one');
  return found;
};
