import { createHmac } from 'node:crypto';

const STEP_S = 30;
const DIGITS = 6;
/** Steps before and after now that are accepted, since clocks differ. */
const WINDOW = 1;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const stepAt = (at: Date): number => Math.floor(at.getTime() / 1_000 / STEP_S);

/** HOTP (RFC 4226) over the number of 30-second steps since 1970: TOTP as in RFC 6238, with SHA-1. */
export const totpAt = (secret: Buffer, step: number, digits = DIGITS): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
};

/** The step whose code this is, near `at`; undefined when it is wrong. A step must be accepted once only. */
export const matchingStep = (secret: Buffer, code: string, at: Date): number | undefined => {
  const now = stepAt(at);
  const steps = Array.from({ length: 2 * WINDOW + 1 }, (_, index) => now - WINDOW + index);
  return steps.find((step) => totpAt(secret, step) === code);
};

/** RFC 4648, without padding: how authenticator apps read a secret. */
export const base32 = (bytes: Buffer): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
};
