// What an institution's own program does: makes its key and signs what `draftCertificate` answers. It imports nothing of
// this repository; the private key stays in its file.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const HELP = `
node scripts/institution/sign.mjs new-key KEYFILE
  makes a key for ES256, keeps it in KEYFILE, and prints the public part for registerCertificateKey(jwk)
node scripts/institution/sign.mjs sign KEYFILE DRAFTFILE [--valid-until MOMENT]
  signs the claims of draftCertificate { draft { claims } }, and prints the VC-JWT for issueCertificate(credential)
`;

/** The thumbprint of a key (RFC 7638), under which the graph knows it. */
const thumbprintOf = ({ crv, kty, x, y }) =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const newKey = (file) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  return JSON.stringify(publicKey.export({ format: 'jwk' }));
};

const signDraft = (keyFile, draftFile, validUntil) => {
  const key = createPrivateKey(readFileSync(keyFile));
  const kid = thumbprintOf(createPublicKey(key).export({ format: 'jwk' }));
  const draft = JSON.parse(readFileSync(draftFile, 'utf8'));
  const end = validUntil && Math.floor(Date.parse(validUntil) / 1000);
  const claims = {
    ...draft,
    iat: Math.floor(Date.now() / 1000),
    ...(end && { validUntil: new Date(end * 1000).toISOString().replace('.000Z', 'Z'), exp: end }),
  };
  const input = `${encode({ alg: 'ES256', typ: 'vc+jwt', kid: `${draft.iss}#${kid}` })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'valid-until': { type: 'string' } } });
const [action, keyFile, draftFile] = positionals;
if (action === 'new-key' && keyFile) process.stdout.write(`${newKey(keyFile)}\n`);
else if (action === 'sign' && draftFile)
  process.stdout.write(`${signDraft(keyFile, draftFile, values['valid-until'])}\n`);
else {
  process.stderr.write(HELP);
  process.exitCode = 2;
}
