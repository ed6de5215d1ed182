import { hash, verify, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fieldsOf, numberOf, oidOf, partsOf, readDer } from './der.mjs';
import { check } from './hashes.mjs';

// RFC 3161 within RFC 5652. Object identifiers are written as DER holds them.
const SIGNED_DATA = '2a864886f70d010702';
const STAMP_CONTENT = '2a864886f70d0109100104';
const CONTENT_TYPE = '2a864886f70d010903';
const MESSAGE_DIGEST = '2a864886f70d010904';
const SIGNING_CERTIFICATE = '2a864886f70d010910020c';
const SIGNING_CERTIFICATE_V2 = '2a864886f70d010910022f';
const EXTENDED_KEY_USAGE = '551d25';
const TIME_STAMPING = '2b06010505070308';
const digests = { '608648016503040201': 'sha256', '608648016503040202': 'sha384', '608648016503040203': 'sha512' };
const signatures = {
  '2a864886f70d010101': { key: 'rsa' },
  '2a864886f70d01010b': { key: 'rsa', digest: 'sha256' },
  '2a864886f70d01010c': { key: 'rsa', digest: 'sha384' },
  '2a864886f70d01010d': { key: 'rsa', digest: 'sha512' },
  '2a8648ce3d040302': { key: 'ec', digest: 'sha256' },
  '2a8648ce3d040303': { key: 'ec', digest: 'sha384' },
  '2a8648ce3d040304': { key: 'ec', digest: 'sha512' },
};

const algorithmOf = (value) => oidOf(partsOf(value)[0]);

const digestOf = (value) => {
  const found = digests[algorithmOf(value)];
  check(found, 'it uses a digest that is not accepted');
  return found;
};

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/;

const timeOf = ({ body }) => {
  const found = TIME.exec(body.toString('latin1'));
  check(found, 'its time is no time');
  const [, year, month, day, hour, minute, second, fraction = ''] = found;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  check(Number.isFinite(ms), 'its time is no time');
  return ms + Math.floor(Number(`0${fraction}`) * 1000);
};

const accuracyOf = (value) => {
  if (!value) return 0;
  const [seconds, millis, micros] = fieldsOf(value, ['2?', '128?', '129?']).map((each) =>
    each ? Number(numberOf(each)) : 0,
  );
  return seconds * 1000 + millis + Math.ceil(micros / 1000);
};

/** A critical extension has TRUE behind its name. */
const isCritical = (extension) => partsOf(extension)[1]?.tag === 1 && partsOf(extension)[1].body[0] === 0xff;

/** What the authority says: over which SHA-256, when, and how far its clock may be off. */
const readContent = (bytes) => {
  const wanted = [2, 6, 48, 2, 24, '48?', '1?', '2?', '160?', '161?'];
  const [version, , imprint, , time, accuracy, , , , extensions] = fieldsOf(readDer(bytes), wanted);
  check(numberOf(version) === 1n, 'it is of another version');
  const [algorithm, sha256] = fieldsOf(imprint, [48, 4]);
  check(digestOf(algorithm) === 'sha256', 'it is over a digest other than SHA-256');
  check(!extensions || !partsOf(extensions).some(isCritical), 'it has a critical extension that is not known');
  return { sha256: sha256.body, ms: timeOf(time), accuracyMs: accuracyOf(accuracy) };
};

const attributesOf = (set) => {
  const attributes = new Map();
  for (const attribute of partsOf(set)) {
    const [type, values] = fieldsOf(attribute, [6, 49]);
    const [value, ...others] = partsOf(values);
    check(
      value && others.length === 0 && !attributes.has(oidOf(type)),
      'a signed part of it occurs twice, or is empty',
    );
    attributes.set(oidOf(type), value);
  }
  return attributes;
};

/** The certificate that the signed attributes name by its hash. */
const signerAmong = (certificates, attributes) => {
  const second = attributes.get(SIGNING_CERTIFICATE_V2);
  const named = second ?? attributes.get(SIGNING_CERTIFICATE);
  check(named, 'it does not say which certificate signed it');
  const [identifier] = partsOf(partsOf(named)[0]);
  const parts = partsOf(identifier);
  const algorithm = second && parts[0].tag === 48 ? digestOf(parts.shift()) : undefined;
  const digest = algorithm ?? (second ? 'sha256' : 'sha1');
  const found = certificates.find(({ raw }) => parts[0] && hash(digest, raw, 'buffer').equals(parts[0].body));
  check(found, 'the certificate of its signer is missing, or another one');
  return found;
};

const checkSignature = (signer, content, certificates) => {
  const isNumbered = partsOf(signer)[1]?.tag === 48;
  const wanted = [2, isNumbered ? 48 : 128, 48, 160, 48, 4, '161?'];
  const [, , algorithm, set, signing, signature] = fieldsOf(signer, wanted);
  const digest = digestOf(algorithm);
  const attributes = attributesOf(set);
  check(oidOf(attributes.get(CONTENT_TYPE)) === STAMP_CONTENT, 'what is signed is no time stamp');
  const isDigest = attributes.get(MESSAGE_DIGEST)?.body.equals(hash(digest, content, 'buffer'));
  check(isDigest, 'its content is not what was signed');
  const certificate = signerAmong(certificates, attributes);
  const known = signatures[algorithmOf(signing)];
  const { publicKey } = certificate;
  check(known?.key === publicKey.asymmetricKeyType, 'it is signed in a way that is not accepted');
  // The attributes are signed with the tag of a set, which they do not have in their place.
  const message = Buffer.concat([Buffer.of(0x31), set.whole.subarray(1)]);
  check(verify(known.digest ?? digest, message, publicKey, signature.body), 'its signature is wrong');
  return certificate;
};

/** The key signs time stamps and nothing else, and the certificate says so as critical (RFC 3161, 2.3). */
const isForStamps = ({ raw }) => {
  const [toBeSigned] = partsOf(readDer(raw));
  const extensions = partsOf(toBeSigned).find(({ tag }) => tag === 0xa3);
  const all = extensions ? partsOf(partsOf(extensions)[0]) : [];
  const usage = all.find((extension) => oidOf(partsOf(extension)[0]) === EXTENDED_KEY_USAGE);
  if (!usage || !isCritical(usage)) return false;
  const purposes = partsOf(readDer(partsOf(usage).at(-1).body)).map(oidOf);
  return purposes.length === 1 && purposes[0] === TIME_STAMPING;
};

const isIssuedBy = (certificate, issuer) =>
  certificate.raw.equals(issuer.raw) ||
  (issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));

const isValidAt = ({ validFrom, validTo }, ms) => Date.parse(validFrom) <= ms && ms <= Date.parse(validTo);

/** @throws VerificationError with what is wrong with a token */
const verifyToken = (bytes, { sha256, trusted }) => {
  const [type, wrapped] = fieldsOf(readDer(bytes), [6, 160]);
  check(oidOf(type) === SIGNED_DATA, 'it is no signed message');
  const [, , inner, brought, , signers] = fieldsOf(partsOf(wrapped)[0], [2, 49, 48, '160?', '161?', 49]);
  const [contentType, content] = fieldsOf(inner, [6, 160]);
  check(oidOf(contentType) === STAMP_CONTENT, 'what is signed is no time stamp');
  const [octets] = partsOf(content);
  check(octets?.tag === 4, 'what is signed is no time stamp');
  const own = (brought ? partsOf(brought) : []).filter(({ tag }) => tag === 48);
  const certificates = [...trusted, ...own.map(({ whole }) => new X509Certificate(whole))];
  const [signer, ...others] = partsOf(signers);
  check(signer && others.length === 0, 'it has not exactly one signer');
  const said = readContent(octets.body);
  const certificate = checkSignature(signer, octets.body, certificates);
  const authority = trusted.find((each) => isIssuedBy(certificate, each));
  check(authority, 'its signer is none of the authorities that you gave');
  check(isForStamps(certificate), 'the certificate of its signer is not one for time stamps alone');
  const isValid = [certificate, authority].every((each) => isValidAt(each, said.ms));
  check(isValid, 'a certificate was not valid at its time');
  check(said.sha256.equals(sha256), 'it is over another checkpoint');
  return { ...said, name: nameOf(authority) };
};

const nameOf = ({ subject }) =>
  /^(?:CN|O)=(.*)$/m.exec(subject ?? '')?.[1].replaceAll(/\\(.)/g, '$1') ?? 'an authority without a name';

/** Reads the certificates of the authorities that the reader trusts. */
export const readAuthorities = (file) => {
  const found = readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  if (!found) throw new Error(`${file} holds no certificate as PEM`);
  return found.map((pem) => new X509Certificate(pem));
};

const sentenceOf = ({ ms, accuracyMs, name }, closesAtMs) => {
  const before = Math.floor((closesAtMs - ms) / 1000);
  const time = new Date(ms).toISOString();
  return `shown: the clock of ${name} had seen this checkpoint at ${time} (± ${accuracyMs / 1000} s), ${before} s before signing closed`;
};

const MOST_STAMPS = 50;

/** A name out of the file, which may hold anything. */
const plain = (name) =>
  String(name)
    .replaceAll(/[^ -~]/g, '?')
    .slice(0, 60);

/** Time stamps that a list brings. */
export const stampsIn = ({ timeStamps }) => (Array.isArray(timeStamps) ? timeStamps : []);

/**
 * Checks the time stamps that a file brings, by the authorities whom the reader trusts. One that is wrong is left out: it
 * takes nothing from a draw, nor does it stand for a witness.
 * @returns sentences: what is shown, what was left out, and what no time stamp shows
 */
export const verifyStamps = ({ checkpoint, header }, trusted) => {
  const sha256 = hash('sha256', checkpoint.text, 'buffer');
  const stamps = stampsIn(header).slice(0, MOST_STAMPS);
  const shown = [];
  const leftOut = [];
  for (const stamp of stamps) {
    try {
      const found = verifyToken(Buffer.from(String(stamp?.token), 'base64'), { sha256, trusted });
      check(found.ms + found.accuracyMs <= checkpoint.closesAtMs, 'it is from after the close of signing');
      shown.push(sentenceOf(found, checkpoint.closesAtMs));
    } catch (error) {
      leftOut.push(`left out: the time stamp of ${plain(stamp?.authority)}: ${error.message}`);
    }
  }
  const nothing =
    'not shown: that a clock of an authority that you gave had seen this checkpoint before signing closed';
  const limits =
    'not shown by time stamps: that no other checkpoint was stamped beside it; that is what witnesses are for';
  return shown.length > 0 ? [...shown, ...leftOut, limits] : [...leftOut, nothing];
};
