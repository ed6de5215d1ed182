import { hash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import {
  contextTag,
  DerError,
  DerFields,
  type DerValue,
  integerOf,
  oidOf,
  partsOf,
  readDer,
  tags,
} from '../../../kit/der.ts';
import { checkPurpose, checkTrust, digestOf, signerAmong } from './signer.certificate.ts';
import { check, StampError } from './stamp.error.ts';
import { readContent, type StampContent } from './token.content.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const STAMP_CONTENT = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SUBJECT_KEY = 0x80;

/** Algorithms of signatures: the kind of key, and the digest where the algorithm itself names one. */
const algorithms: Readonly<Record<string, { key: string; digest?: string }>> = {
  '1.2.840.113549.1.1.1': { key: 'rsa' },
  '1.2.840.113549.1.1.11': { key: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', digest: 'sha512' },
  '1.2.840.10045.4.3.2': { key: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', digest: 'sha512' },
};

interface SignedToken {
  content: Buffer;
  certificates: X509Certificate[];
  signer: DerValue;
}

const certificatesIn = (set: DerValue | null): X509Certificate[] =>
  (set ? partsOf(set.body) : [])
    .filter(({ tag }) => tag === tags.sequence)
    .map(({ whole }) => {
      try {
        return new X509Certificate(whole);
      } catch {
        throw new StampError('the time stamp holds a certificate that is none');
      }
    });

/** The parts of SignedData (RFC 5652, 5.1). */
const readSigned = (token: Buffer): SignedToken => {
  const outer = new DerFields(readDer(token));
  check(oidOf(outer.take(tags.oid)) === SIGNED_DATA, 'the time stamp is no signed message');
  const fields = new DerFields(readDer(outer.take(contextTag(0)).body));
  outer.end();
  check(integerOf(fields.take(tags.integer)) === 3n, 'the time stamp is a signed message of another version');
  fields.take(tags.set);
  const inner = new DerFields(fields.take(tags.sequence));
  check(oidOf(inner.take(tags.oid)) === STAMP_CONTENT, 'what is signed is no time stamp');
  const content = readDer(inner.take(contextTag(0)).body);
  check(content.tag === tags.octetString, 'what is signed is no time stamp');
  const certificates = certificatesIn(fields.optional(contextTag(0)));
  fields.optional(contextTag(1));
  const [signer, ...others] = partsOf(fields.take(tags.set).body);
  fields.end();
  check(signer && others.length === 0, 'the time stamp has not exactly one signer');
  return { content: content.body, certificates, signer };
};

/** Signed attributes by their type, each of one value. */
const attributesIn = (set: DerValue): Map<string, DerValue> => {
  const attributes = new Map<string, DerValue>();
  for (const attribute of partsOf(set.body)) {
    const fields = new DerFields(attribute);
    const type = oidOf(fields.take(tags.oid));
    const [value, ...others] = partsOf(fields.take(tags.set).body);
    fields.end();
    check(value && others.length === 0 && !attributes.has(type), 'a signed attribute occurs twice, or is empty');
    attributes.set(type, value);
  }
  return attributes;
};

/** The attributes are signed as the set that they are, whatever tag they have in their place (RFC 5652, 5.4). */
const signedBytes = ({ whole }: DerValue): Buffer => Buffer.concat([Buffer.of(tags.set), whole.subarray(1)]);

const isSignedBy = (
  key: KeyObject,
  {
    algorithm,
    digest,
    message,
    signature,
  }: { algorithm: DerValue; digest: string; message: Buffer; signature: Buffer },
): boolean => {
  const known = algorithms[oidOf(new DerFields(algorithm).take(tags.oid))];
  check(known && key.asymmetricKeyType === known.key, 'the time stamp is signed in a way that is not accepted');
  return verify(known.digest ?? digest, message, key, signature);
};

/** Checks the signature over the content. @returns the certificate of who signed */
const checkSignature = ({ content, certificates, signer }: SignedToken): X509Certificate => {
  const fields = new DerFields(signer);
  fields.take(tags.integer);
  if (!fields.optional(tags.sequence)) fields.take(SUBJECT_KEY);
  const digest = digestOf(fields.take(tags.sequence));
  const set = fields.take(contextTag(0));
  const algorithm = fields.take(tags.sequence);
  const signature = fields.take(tags.octetString).body;
  fields.optional(contextTag(1));
  fields.end();
  const attributes = attributesIn(set);
  const type = attributes.get(CONTENT_TYPE);
  check(type && oidOf(type) === STAMP_CONTENT, 'what is signed is no time stamp');
  const isDigest = attributes.get(MESSAGE_DIGEST)?.body.equals(hash(digest, content, 'buffer'));
  check(isDigest, 'the content of the time stamp is not what was signed');
  const certificate = signerAmong(certificates, attributes);
  const isSigned = isSignedBy(certificate.publicKey, { algorithm, digest, message: signedBytes(set), signature });
  check(isSigned, 'the signature of the time stamp is wrong');
  return certificate;
};

/**
 * Verifies a token (RFC 3161) by itself: signature, signer, purpose and validity of certificates, and that it is over
 * these bytes. The caller compares nonce and time.
 * @param sha256 digest of what was stamped
 * @throws StampError
 */
export const verifyToken = (
  token: Buffer,
  { sha256, trusted }: { sha256: Buffer; trusted: X509Certificate },
): StampContent => {
  try {
    const signed = readSigned(token);
    signed.certificates.push(trusted);
    const content = readContent(signed.content);
    const certificate = checkSignature(signed);
    checkTrust(certificate, trusted, content.stampedAt);
    checkPurpose(certificate);
    check(content.sha256.equals(sha256), 'the time stamp is over another checkpoint');
    return content;
  } catch (error) {
    if (error instanceof DerError) throw new StampError(`the time stamp is malformed: ${error.message}`);
    throw error;
  }
};
