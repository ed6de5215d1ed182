import { createHash, createHmac, type KeyObject, sign, timingSafeEqual } from 'node:crypto';

const OFFSET_MS = 7 * 3_600_000;

/** A moment as X-TIMESTAMP has it: Jakarta's clock, `yyyy-MM-ddTHH:mm:ss+07:00`. */
export const snapTimestamp = (moment: Date): string =>
  `${new Date(moment.getTime() + OFFSET_MS).toISOString().slice(0, 19)}+07:00`;

export interface SignedParts {
  /** Path of the URL as it is sent. */
  path: string;
  accessToken: string;
  /** The bytes that are sent, already without spaces between the values. */
  body: string;
  timestamp: string;
}

/** SNAP BI's string to sign of a transaction: POST is the only method of the services that we call. */
export const stringToSign = ({ path, accessToken, body, timestamp }: SignedParts): string =>
  `POST:${path}:${accessToken}:${createHash('sha256').update(body).digest('hex')}:${timestamp}`;

const hmacOf = (clientSecret: string, text: string): Buffer => createHmac('sha512', clientSecret).update(text).digest();

/** Signs a string to sign: base64(HMAC_SHA512(clientSecret, text)). */
export const symmetricSignature = (clientSecret: string, text: string): string =>
  hmacOf(clientSecret, text).toString('base64');

/** Signs a transaction. */
export const transactionSignature = (clientSecret: string, parts: SignedParts): string =>
  symmetricSignature(clientSecret, stringToSign(parts));

/** Decides in constant time whether a signature is that of the parts. */
export const isSignatureOf = (clientSecret: string, parts: SignedParts, signature: string): boolean => {
  const expected = hmacOf(clientSecret, stringToSign(parts));
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
};

/** What is signed to get an access token. */
export const tokenStringToSign = (clientId: string, timestamp: string): string => `${clientId}|${timestamp}`;

/** Signs the request for an access token: base64(SHA256withRSA(privateKey, `clientId|timestamp`)). */
export const tokenSignature = (privateKey: KeyObject, clientId: string, timestamp: string): string =>
  sign('sha256', Buffer.from(tokenStringToSign(clientId, timestamp)), privateKey).toString('base64');
