// Verifies a certificate by itself: it imports nothing of this repository, and reads nothing but the files that it is
// given. Run it with any Node from 20.12 on: node verify-certificate.mjs FILE --keys FILE
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';

const HELP = `
npm run graph -- verify-certificate FILE --keys FILE [--keys FILE] [--status FILE] [--receipt FILE]

Verifies a certificate, an Open Badge 3.0 as a VC-JWT, without the graph: the signature by the key of its institution,
its dates, and, with a fresh status list, that it was not revoked. Ends with 0 when it is good, with 1 and a sentence
otherwise, and says so where revocation was not checked.
  --keys         documents of DIDs: of the institution (GRAPH/institutions/ID/did.json, or institution { didDocument }),
                 and of the programme for status lists and receipts (GRAPH/programme/did.json, or certificateAuthority)
  --status       the status list that the certificate names (GRAPH/certificates/status/N, or certificateStatusList)
  --receipt      the holder's receipt; needed once the key of the certificate was compromised
  --salt=…, --participant=…   what the holder shows to prove that the certificate is theirs: certificate { salt }, and their id
  --at           the moment for which it is verified, such as 2026-01-31T00:00:00Z; now, when it is left out
`;

const LEAST_ENTRIES = 131_072;
const MOST_BYTES = 16 * 1024 * 1024;
const CONTEXT = 'https://www.w3.org/ns/credentials/v2';
const BADGES = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d+\.\d+)?\.json$/;

class VerificationError extends Error {}

const check = (isRight, sentence) => {
  if (!isRight) throw new VerificationError(sentence);
};

const secondsOf = (text) => Math.floor(Date.parse(text) / 1000);

const parsePart = (part, what) => {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {}
  throw new VerificationError(`${what} is no JWT: a part of it is no JSON object in base64url`);
};

/** Takes a JWT apart. */
const readJwt = (text, what) => {
  const parts = text.trim().split('.');
  check(parts.length === 3 && parts.every((part) => /^[\w-]+$/.test(part)), `${what} is no JWT of three parts`);
  const [header, payload, signature] = parts;
  return {
    text: text.trim(),
    header: parsePart(header, what),
    claims: parsePart(payload, what),
    input: Buffer.from(`${header}.${payload}`),
    signature: Buffer.from(signature, 'base64url'),
  };
};

/** The keys of a DID by their ids, from the documents that were given. */
const keysIn = (files) => {
  const documents = files.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')));
  return new Map(
    documents.map(({ id, verificationMethod = [], assertionMethod = [] }) => [
      id,
      new Map(
        verificationMethod
          .filter((method) => method.controller === id && assertionMethod.includes(method.id))
          .map((method) => [method.id, method]),
      ),
    ]),
  );
};

/** Only these two, each for its kind of key: a header cannot choose another way of reading the same key. */
const isSigned = ({ header, input, signature }, jwk) => {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  if (header.alg === 'ES256' && jwk.crv === 'P-256')
    return verifySignature('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature);
  if (header.alg === 'EdDSA' && jwk.crv === 'Ed25519') return verifySignature(null, input, key, signature);
  return false;
};

/** Checks that the issuer, whose document was given, signed a JWT of this type. @returns its key */
const verifyJwt = (jwt, { typ, what }, keys) => {
  const { header, claims } = jwt;
  const issuer = typeof claims.issuer === 'object' ? claims.issuer?.id : (claims.issuer ?? claims.iss);
  check(header.typ === typ, `the type of ${what} is not ${typ}`);
  check(header.crit === undefined, `${what} asks for an extension that nobody here knows`);
  check(typeof issuer === 'string' && claims.iss === issuer, `${what} names two issuers, or none`);
  check(String(header.kid).split('#')[0] === issuer, `the key of ${what} is not one of its issuer`);
  const known = keys.get(issuer);
  check(known, `no file of --keys is the document of the issuer of ${what}, ${issuer}`);
  const key = known.get(header.kid);
  check(key, `the issuer of ${what} has no key ${header.kid}`);
  check(isSigned(jwt, key.publicKeyJwk), `the signature of ${what} is wrong: it was altered, or another key signed it`);
  return key;
};

/** Checks that what stands twice in a credential, for two kinds of readers, is the same. */
const verifyShape = (claims) => {
  const { credentialSubject, credentialStatus } = claims;
  check(claims['@context']?.[0] === CONTEXT, 'the certificate is no credential of Verifiable Credentials 2.0');
  check(
    claims['@context'].some((context) => BADGES.test(context)),
    'the certificate is no Open Badge 3.0',
  );
  const types = ['VerifiableCredential', 'OpenBadgeCredential'];
  check(
    types.every((type) => claims.type?.includes(type)),
    'the certificate is no OpenBadgeCredential',
  );
  check(
    claims.jti === claims.id && claims.sub === credentialSubject?.id,
    'the certificate has two ids or two subjects',
  );
  check(claims.nbf === secondsOf(claims.validFrom), 'the certificate has two beginnings');
  const end = claims.validUntil === undefined ? undefined : secondsOf(claims.validUntil);
  check(claims.exp === end, 'the certificate has two ends');
  check(credentialStatus?.type === 'BitstringStatusListEntry', 'the certificate names no status list');
};

const verifyDates = (claims, key, now) => {
  check(claims.nbf * 1000 <= now, `the certificate is valid from ${claims.validFrom} on`);
  check(claims.exp === undefined || claims.exp * 1000 > now, `the certificate expired at ${claims.validUntil}`);
  check(Number.isInteger(claims.iat) && claims.iat * 1000 <= now, 'the certificate was signed later than now');
  check(!key.created || claims.iat >= secondsOf(key.created), 'the certificate was signed before its key was valid');
  check(
    !key.expires || claims.iat * 1000 < Date.parse(key.expires),
    'the certificate was signed after its key had ended',
  );
};

/** The DID of the programme whose server publishes this address. */
const programmeOf = (address) => `did:web:${new URL(address).host.replace(':', '%3A')}:programme`;

/**
 * A key that others know can date anything back: only what the programme recorded before the compromise still counts,
 * and the receipt proves that.
 */
const verifyReceipt = ({ claims, text }, key, { receipt, keys }) => {
  if (!key.revoked) return;
  check(
    receipt,
    `the key of the certificate is compromised since ${key.revoked}: it takes the holder's receipt (--receipt) to show that it was recorded before`,
  );
  const jwt = readJwt(receipt, 'the receipt');
  verifyJwt(jwt, { typ: 'prakerja-receipt+jwt', what: 'the receipt' }, keys);
  check(
    jwt.claims.iss === programmeOf(claims.credentialStatus.statusListCredential),
    'the receipt is not of the programme',
  );
  const hash = createHash('sha256').update(text).digest('base64url');
  check(jwt.claims.jti === claims.id && jwt.claims.sha256 === hash, 'the receipt is of another certificate');
  check(
    jwt.claims.iat * 1000 < Date.parse(key.revoked),
    `the certificate was recorded when its key was compromised, since ${key.revoked}`,
  );
};

/** @returns why revocation was not checked; null when it was */
const verifyStatus = ({ credentialStatus: entry }, { status, keys, now }) => {
  if (!status) return 'no status list was given (--status)';
  const jwt = readJwt(status, 'the status list');
  verifyJwt(jwt, { typ: 'vc+jwt', what: 'the status list' }, keys);
  const { claims } = jwt;
  check(claims.iss === programmeOf(entry.statusListCredential), 'the status list is not of the programme');
  check(claims.type?.includes('BitstringStatusListCredential'), 'the status list is none');
  if (claims.id !== entry.statusListCredential)
    return `the status list is another one than ${entry.statusListCredential}`;
  const { statusPurpose, encodedList } = claims.credentialSubject;
  check(
    statusPurpose === entry.statusPurpose && statusPurpose === 'revocation',
    'the status list is not of revocations',
  );
  if (!(Date.parse(claims.validUntil) > now)) return `the status list ended at ${claims.validUntil}: fetch a fresh one`;
  if (!(Date.parse(claims.validFrom) <= now)) return `the status list begins at ${claims.validFrom}`;
  check(/^u[\w-]+$/.test(encodedList), 'the status list is not encoded as base64url');
  const bits = gunzipSync(Buffer.from(encodedList.slice(1), 'base64url'), { maxOutputLength: MOST_BYTES });
  const index = Number(entry.statusListIndex);
  check(bits.length * 8 >= LEAST_ENTRIES && index < bits.length * 8, 'the status list is too short');
  check((bits[index >> 3] & (0x80 >> (index & 7))) === 0, 'the certificate is revoked');
  return null;
};

const verifyHolder = ({ credentialSubject }, { salt, participant }) => {
  if (salt === undefined && participant === undefined) return '';
  check(salt !== undefined && participant !== undefined, '--salt and --participant are given together');
  const hash = createHash('sha256').update(Buffer.from(salt, 'base64url')).update(participant).digest('base64url');
  check(credentialSubject.id === `ni:///sha-256;${hash}`, 'the certificate is not that of this participant');
  return `; it is that of participant ${participant}`;
};

const describe = ({ name, issuer, validFrom, credentialSubject }) => {
  const [score, ...levels] = credentialSubject.result.map(({ value }) => value);
  const skills = credentialSubject.achievement.alignment.map(
    ({ targetCode }, index) => `${targetCode} ${levels[index]}`,
  );
  return `"${name}" of ${issuer.name}, ${validFrom.slice(0, 10)}, score ${score}; ${skills.join(', ')}`;
};

/** Verifies a certificate. @returns what it proves, in sentences */
const verify = (file, { keys: keyFiles, status, receipt, at, ...holder }) => {
  const read = (name) => name && readFileSync(name, 'utf8');
  const now = at === undefined ? Date.now() : Date.parse(at);
  check(Number.isFinite(now), '--at is no moment');
  const options = { keys: keysIn(keyFiles), status: read(status), receipt: read(receipt), now };
  const jwt = readJwt(readFileSync(file, 'utf8'), 'the certificate');
  const key = verifyJwt(jwt, { typ: 'vc+jwt', what: 'the certificate' }, options.keys);
  verifyShape(jwt.claims);
  verifyDates(jwt.claims, key, now);
  verifyReceipt(jwt, key, options);
  const held = verifyHolder(jwt.claims, holder);
  const unchecked = verifyStatus(jwt.claims, options);
  const revocation = unchecked === null ? 'it is not revoked' : `revocation was NOT checked: ${unchecked}`;
  return `good: ${describe(jwt.claims)}${held}\nverify-certificate: ${revocation}`;
};

const options = {
  keys: { type: 'string', multiple: true },
  status: { type: 'string' },
  receipt: { type: 'string' },
  salt: { type: 'string' },
  participant: { type: 'string' },
  at: { type: 'string' },
  help: { type: 'boolean' },
};

const readArguments = () => {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.help || (positionals.length === 1 && values.keys)) return { ...values, file: positionals[0] };
  } catch (error) {
    process.stderr.write(`verify-certificate: ${error.message}\n`);
  }
  process.stdout.write(HELP);
  return process.exit(2);
};

const { file, help, ...given } = readArguments();
if (help) {
  process.stdout.write(HELP);
  process.exit(0);
}
try {
  process.stdout.write(`verify-certificate: ${verify(file, given)}\n`);
} catch (error) {
  const sentence =
    error instanceof VerificationError ? `rejected: ${error.message}` : `cannot read what was given: ${error.message}`;
  process.stderr.write(`verify-certificate: ${sentence}\n`);
  process.exit(1);
}
