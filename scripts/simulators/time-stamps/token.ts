import { hash, sign } from 'node:crypto';
import {
  contextTag,
  DerFields,
  der,
  derInteger,
  derOid,
  integerOf,
  readDer,
  tags,
} from '../../../subgraphs/kit/der.ts';
import { issuerAndSerial, type Signer } from './certificates.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const STAMP_CONTENT = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
/** A policy of nobody: the arc for examples. */
const POLICY = '2.999.3161';

const REJECTED = 2n;

/** What a request for a time stamp says. */
export interface StampQuestion {
  sha256: Buffer;
  nonce: bigint | null;
}

/** Reads a request (RFC 3161, 2.4.1); null when it is none, or over another digest than SHA-256. */
export const readQuestion = (bytes: Buffer): StampQuestion | null => {
  try {
    const fields = new DerFields(readDer(bytes));
    if (integerOf(fields.take(tags.integer)) !== 1n) return null;
    const imprint = new DerFields(fields.take(tags.sequence));
    const algorithm = new DerFields(imprint.take(tags.sequence)).take(tags.oid);
    const sha256 = imprint.take(tags.octetString).body;
    if (!algorithm.whole.equals(derOid(SHA256)) || sha256.length !== 32) return null;
    fields.optional(tags.oid);
    const nonce = fields.optional(tags.integer);
    return { sha256, nonce: nonce && integerOf(nonce) };
  } catch {
    return null;
  }
};

export interface StampFacts extends StampQuestion {
  serial: bigint;
  stampedAt: Date;
  /** How far the clock may be off, in seconds. */
  accuracySeconds?: bigint;
}

const generalizedTime = (date: Date): Buffer => {
  const [, whole = '', millis = ''] = /^(.*)\.(\d{3})Z$/.exec(date.toISOString()) ?? [];
  const fraction = millis.replace(/0+$/, '');
  const text = `${whole.replaceAll(/\D/g, '')}${fraction === '' ? '' : `.${fraction}`}Z`;
  return der(tags.generalizedTime, Buffer.from(text));
};

const contentOf = ({ sha256, nonce, serial, stampedAt, accuracySeconds = 1n }: StampFacts): Buffer =>
  der(
    tags.sequence,
    derInteger(1n),
    derOid(POLICY),
    der(tags.sequence, der(tags.sequence, derOid(SHA256), der(tags.null)), der(tags.octetString, sha256)),
    derInteger(serial),
    generalizedTime(stampedAt),
    der(tags.sequence, derInteger(accuracySeconds)),
    ...(nonce === null ? [] : [derInteger(nonce)]),
  );

const attribute = (oid: string, value: Buffer): Buffer => der(tags.sequence, derOid(oid), der(tags.set, value));

/** Signed attributes in the order of their bytes, as DER wants a set. */
const attributesOf = (content: Buffer, { certificate }: Signer): Buffer[] => {
  const identifier = der(tags.sequence, der(tags.octetString, hash('sha256', certificate.raw, 'buffer')));
  return [
    attribute(CONTENT_TYPE, derOid(STAMP_CONTENT)),
    attribute(MESSAGE_DIGEST, der(tags.octetString, hash('sha256', content, 'buffer'))),
    attribute(SIGNING_CERTIFICATE_V2, der(tags.sequence, der(tags.sequence, identifier))),
  ].sort(Buffer.compare);
};

/** Signs a time stamp. @returns the token, with the unit's certificate in it */
export const makeToken = (facts: StampFacts, unit: Signer): Buffer => {
  const content = contentOf(facts);
  const attributes = attributesOf(content, unit);
  const digest = der(tags.sequence, derOid(SHA256));
  const signer = der(
    tags.sequence,
    derInteger(1n),
    issuerAndSerial(unit.certificate),
    digest,
    der(contextTag(0), ...attributes),
    der(tags.sequence, derOid(ECDSA_SHA256)),
    der(tags.octetString, sign('sha256', der(tags.set, ...attributes), unit.key)),
  );
  const signed = der(
    tags.sequence,
    derInteger(3n),
    der(tags.set, digest),
    der(tags.sequence, derOid(STAMP_CONTENT), der(contextTag(0), der(tags.octetString, content))),
    der(contextTag(0), unit.certificate.raw),
    der(tags.set, signer),
  );
  return der(tags.sequence, derOid(SIGNED_DATA), der(contextTag(0), signed));
};

/** An answer with a token. */
export const granted = (token: Buffer): Buffer => der(tags.sequence, der(tags.sequence, derInteger(0n)), token);

/** An answer without one. */
export const refused = (): Buffer => der(tags.sequence, der(tags.sequence, derInteger(REJECTED)));
