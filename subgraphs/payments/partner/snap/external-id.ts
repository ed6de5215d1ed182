import { createHash, randomBytes } from 'node:crypto';

const DIGITS = 32;

const digitsOf = (bytes: Buffer): string =>
  (BigInt(`0x${bytes.toString('hex')}`) % 10n ** BigInt(DIGITS)).toString().padStart(DIGITS, '0');

/** An X-EXTERNAL-ID that nobody has used: 32 digits. */
export const freshExternalId = (random: (bytes: number) => Buffer = randomBytes): string => digitsOf(random(20));

/** The X-EXTERNAL-ID of an order, the same in each attempt, for partners that key on it. */
export const orderExternalId = (reference: string): string =>
  digitsOf(createHash('sha256').update(`order|${reference}`).digest());
