import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { payerKeysOf, type SimulatedPartner, secretsOf } from './partner.ts';
import { isTokenRequestGenuine, symmetricSignature, timeOf } from './verification.ts';

const TOKEN_SECONDS = 900;
const MOST_SKEW_MS = 300_000;

export interface Request {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const header = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

/** Returns the access token that a request brings, good or not. */
export const tokenOf = (headers: IncomingHttpHeaders): string =>
  header(headers, 'authorization').replace(/^Bearer /, '');

/** Checks who comes in to a partner: tokens, clocks, signatures and the headers of the standard. */
export class Door {
  readonly #partner: SimulatedPartner;
  readonly #tokens = new Map<string, number>();

  constructor(partner: SimulatedPartner) {
    this.#partner = partner;
  }

  /** Returns a new access token, or the case of the refusal. */
  admit({ headers, body }: Request): { token: string; expiresIn: number } | { code: string } {
    const { clientId } = this.#partner.options;
    const keys = payerKeysOf(this.#partner.options);
    const timestamp = header(headers, 'x-timestamp');
    if (!this.#isNow(timestamp)) return { code: '40100' };
    const asked = { clientKey: header(headers, 'x-client-key'), timestamp, signature: header(headers, 'x-signature') };
    const isGenuine = asked.clientKey === clientId && keys.some((key) => isTokenRequestGenuine(key, asked));
    if (!isGenuine) return { code: '40100' };
    if (!body.includes('client_credentials')) return { code: '40002' };
    const token = randomBytes(24).toString('base64url');
    this.#tokens.set(token, this.#partner.now() + TOKEN_SECONDS * 1_000);
    return { token, expiresIn: TOKEN_SECONDS };
  }

  /** Returns the case of the refusal; undefined for a request that may come in. */
  check({ method, path, headers, body }: Request): string | undefined {
    const token = tokenOf(headers);
    if ((this.#tokens.get(token) ?? 0) <= this.#partner.now()) return '40101';
    const timestamp = header(headers, 'x-timestamp');
    if (!this.#isNow(timestamp)) return '40100';
    const isWellFormed =
      /^\d{1,36}$/.test(header(headers, 'x-external-id')) &&
      /^\d{1,5}$/.test(header(headers, 'channel-id')) &&
      /^.{1,36}$/.test(header(headers, 'x-partner-id'));
    if (!isWellFormed) return '40001';
    const signed = { method, path, token, body, timestamp };
    const expected = secretsOf(this.#partner.options).map((secret) => symmetricSignature(secret, signed));
    return expected.includes(header(headers, 'x-signature')) ? undefined : '40100';
  }

  /** Forgets the tokens, as a partner does that starts anew. */
  close(): void {
    this.#tokens.clear();
  }

  #isNow(timestamp: string): boolean {
    return Math.abs(timeOf(timestamp) - this.#partner.now()) <= MOST_SKEW_MS;
  }
}
