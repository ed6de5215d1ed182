import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';

/** A witness as C2SP's signed notes name one: its name, and the public key of its timestamped cosignatures. */
export interface WitnessKey {
  name: string;
  /** Four bytes that a signature begins with. */
  id: Buffer;
  key: KeyObject;
}

const COSIGNATURE = 4;
const pattern = /^([!-*,-~]{1,100})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/;

/** Reads a verifier key, `name+id+key`; null when it is none, or its id is not that of name and key. */
export const readWitnessKey = (text: string): WitnessKey | null => {
  const [, name = '', id = '', encoded = ''] = pattern.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  if (name === '' || bytes.length !== 33 || bytes[0] !== COSIGNATURE) return null;
  const own = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), bytes]), 'buffer').subarray(0, 4);
  if (own.toString('hex') !== id) return null;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.subarray(1).toString('base64url') };
  return { name, id: own, key: createPublicKey({ key: jwk, format: 'jwk' }) };
};

/**
 * Verifies a line `— name base64(id ‖ time ‖ signature)` over a checkpoint (C2SP tlog-cosignature, cosignature/v1).
 * @returns when the witness says that it signed; null when the key did not sign it
 */
export const cosignedAt = ({ name, id, key }: WitnessKey, checkpoint: string, line: string): Date | null => {
  const prefix = `— ${name} `;
  if (!line.startsWith(prefix)) return null;
  const encoded = line.slice(prefix.length);
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== 76 || bytes.toString('base64') !== encoded || !bytes.subarray(0, 4).equals(id)) return null;
  const seconds = bytes.readBigUInt64BE(4);
  const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${checkpoint}`);
  const isSigned = seconds < 1n << 40n && verify(null, message, key, bytes.subarray(12));
  return isSigned ? new Date(Number(seconds) * 1_000) : null;
};
