import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { contextTag, der, derInteger, derOid, partsOf, readDer, tags } from '../../../subgraphs/kit/der.ts';

const COMMON_NAME = '2.5.4.3';
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const UTC_TIME = 0x17;
const DAY_MS = 86_400_000;
const YEARS_MS = 3_653 * DAY_MS;

/** A key with its certificate. */
export interface Signer {
  key: KeyObject;
  certificate: X509Certificate;
}

interface NewCertificate {
  name: string;
  /** Who signs it; itself when there is none. */
  issuer?: Signer;
  extensions: readonly Buffer[];
  now: Date;
}

const yes = der(tags.boolean, Buffer.of(0xff));
const extension = (oid: string, value: Buffer, isCritical = true): Buffer =>
  der(tags.sequence, derOid(oid), ...(isCritical ? [yes] : []), der(tags.octetString, value));
/** A key that signs certificates: bit 5. Then one that signs other things: bit 0. */
const SIGNS_CERTIFICATES = der(tags.bitString, Buffer.of(2, 0x04));
const SIGNS = der(tags.bitString, Buffer.of(7, 0x80));

const nameOf = (text: string): Buffer => {
  const part = der(tags.sequence, derOid(COMMON_NAME), der(tags.utf8, Buffer.from(text)));
  return der(tags.sequence, der(tags.set, part));
};

const utcTime = (date: Date): Buffer => {
  const digits = date.toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return der(UTC_TIME, Buffer.from(`${digits}Z`));
};

/** The fields of a certificate from its serial number on, the version left out. */
const fieldsOf = ({ raw }: X509Certificate) => {
  const [toBeSigned] = partsOf(readDer(raw).body);
  return partsOf(toBeSigned?.body ?? Buffer.of()).slice(1);
};

/** Issuer and serial number of a certificate, as signatures name it. */
export const issuerAndSerial = (certificate: X509Certificate): Buffer => {
  const [serial, , issuer] = fieldsOf(certificate).map(({ whole }) => whole);
  return der(tags.sequence, issuer ?? Buffer.of(), serial ?? Buffer.of());
};

const subjectOf = (certificate: X509Certificate): Buffer => fieldsOf(certificate)[4]?.whole ?? Buffer.of();

const newCertificate = ({ name, issuer, extensions, now }: NewCertificate): Signer => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(tags.sequence, derOid(ECDSA_SHA256));
  const validity = [new Date(now.getTime() - DAY_MS), new Date(now.getTime() + YEARS_MS)].map(utcTime);
  const toBeSigned = der(
    tags.sequence,
    der(contextTag(0), derInteger(2n)),
    derInteger(BigInt(`0x${randomBytes(8).toString('hex')}`)),
    algorithm,
    issuer ? subjectOf(issuer.certificate) : nameOf(name),
    der(tags.sequence, ...validity),
    nameOf(name),
    pair.publicKey.export({ format: 'der', type: 'spki' }),
    der(contextTag(3), der(tags.sequence, ...extensions)),
  );
  const signature = sign('sha256', toBeSigned, issuer?.key ?? pair.privateKey);
  const raw = der(tags.sequence, toBeSigned, algorithm, der(tags.bitString, Buffer.of(0), signature));
  return { key: pair.privateKey, certificate: new X509Certificate(raw) };
};

/** An authority that issues the certificates of units which sign. */
export const newAuthority = (name: string, now: Date): Signer =>
  newCertificate({
    name,
    now,
    extensions: [extension(BASIC_CONSTRAINTS, der(tags.sequence, yes)), extension(KEY_USAGE, SIGNS_CERTIFICATES)],
  });

interface NewUnit {
  name: string;
  now: Date;
  /** What its key may sign; time stamps unless a test wants something else. */
  purposes?: readonly string[];
  isCritical?: boolean;
}

/** A unit that signs time stamps. */
export const newUnit = (
  issuer: Signer,
  { name, now, purposes = [TIME_STAMPING], isCritical = true }: NewUnit,
): Signer => {
  const usage = der(tags.sequence, ...purposes.map(derOid));
  const extensions = [extension(KEY_USAGE, SIGNS), extension(EXTENDED_KEY_USAGE, usage, isCritical)];
  return newCertificate({ name, issuer, now, extensions });
};

/** A signer as text, and back. */
export const signerText = ({ key, certificate }: Signer): string =>
  `${key.export({ format: 'pem', type: 'pkcs8' })}${certificate.toString()}`;

/** @throws Error when it is none */
export const readSigner = (text: string): Signer => ({
  key: createPrivateKey(text),
  certificate: new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE-----'))),
});
