import { constants, createHash, createHmac, createVerify, type KeyObject } from 'node:crypto';

export interface TokenRequest {
  clientKey: string;
  timestamp: string;
  signature: string;
}

/**
 * SNAP BI's signatures from the receiver's side. This is a second implementation on purpose: it shares no code with
 * the one that signs in `subgraphs/payments/partner`.
 */
export const isTokenRequestGenuine = (key: KeyObject, { clientKey, timestamp, signature }: TokenRequest): boolean =>
  createVerify('RSA-SHA256')
    .update(clientKey)
    .update('|')
    .update(timestamp)
    .verify({ key, padding: constants.RSA_PKCS1_PADDING }, signature, 'base64');

export interface SignedParts {
  method: string;
  path: string;
  token: string;
  body: Buffer;
  timestamp: string;
}

/** Returns X-SIGNATURE of a request or an answer. */
export const symmetricSignature = (secret: string, { method, path, token, body, timestamp }: SignedParts): string => {
  const digest = createHash('sha256').update(body).digest('hex').toLowerCase();
  return createHmac('sha512', secret)
    .update([method.toUpperCase(), path, token, digest, timestamp].join(':'), 'utf8')
    .digest('base64');
};

const TIMESTAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

/** Reads X-TIMESTAMP as milliseconds; NaN for what is none. */
export const timeOf = (timestamp: string): number => (TIMESTAMP.test(timestamp) ? Date.parse(timestamp) : Number.NaN);

/** Writes a moment as X-TIMESTAMP. */
export const timestampOf = (ms: number): string => {
  const jakarta = new Date(ms + 25_200_000).toISOString();
  return `${jakarta.slice(0, 19)}+07:00`;
};
