import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto';

// Signed notes with timestamped Ed25519 cosignatures, as C2SP's signed-note and tlog-cosignature define them.
const COSIGNATURE = 4;
const pattern = /^([!-*,-~]{1,100})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/;

const idOf = (name, typed) => hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'buffer').subarray(0, 4);

const messageOf = (seconds, checkpoint) => Buffer.from(`cosignature/v1\ntime ${seconds}\n${checkpoint}`);

/** Reads a verifier key, name+id+key; null when it is none. */
export const readKey = (text) => {
  const [, name = '', id = '', encoded = ''] = pattern.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (name === '' || bytes.length !== 33 || bytes[0] !== COSIGNATURE) return null;
  const own = idOf(name, bytes);
  if (own.toString('hex') !== id) return null;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') };
  return { text, name, id: own, key: createPublicKey({ key: jwk, format: 'jwk' }) };
};

/** When a witness signed a checkpoint, by its own clock, in milliseconds; null when this line is not its cosignature. */
export const signedAtMs = ({ name, id, key }, checkpoint, line) => {
  const prefix = `— ${name} `;
  if (typeof line !== 'string' || !line.startsWith(prefix)) return null;
  const bytes = Buffer.from(line.slice(prefix.length), 'base64');
  if (bytes.length !== 76 || !bytes.subarray(0, 4).equals(id)) return null;
  const seconds = bytes.readBigUInt64BE(4);
  if (seconds >= 1n << 40n || !verify(null, messageOf(seconds, checkpoint), key, bytes.subarray(12))) return null;
  return Number(seconds) * 1000;
};

/** A new key of a witness: the private part as PEM, and its verifier key. */
export const makeKey = (name) => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const typed = Buffer.concat([
    Buffer.of(COSIGNATURE),
    Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url'),
  ]);
  const key = `${name}+${idOf(name, typed).toString('hex')}+${typed.toString('base64')}`;
  if (!readKey(key)) throw new Error('a witness name has 1 to 100 characters without spaces and +');
  return { pem: privateKey.export({ format: 'pem', type: 'pkcs8' }), key };
};

/** Cosigns a checkpoint at a moment. @returns the line of the signature */
export const cosign = ({ pem, key }, checkpoint, nowMs) => {
  const { name, id } = readKey(key);
  const seconds = Math.floor(nowMs / 1000);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = sign(null, messageOf(seconds, checkpoint), createPrivateKey(pem));
  return `— ${name} ${Buffer.concat([id, time, signature]).toString('base64')}`;
};
