import type { KeyObject } from 'node:crypto';
import type { Secret } from '../../../kit/vault/secret.ts';
import type { Transport } from '../transport.ts';
import { snapTimestamp, tokenSignature } from './signature.ts';

export interface TokenOptions {
  url: string;
  clientId: string;
  privateKey: KeyObject;
  /** Whether money that this token moves is real. */
  isLive: boolean;
  timeoutMs: number;
  transport: Transport;
  now(): Date;
}

/** Why no access token was got; nothing else was sent. */
export class TokenError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** A token is not used in the last part of its life: a request must not arrive after its end. */
const MARGIN_MS = 60_000;
/** What simulators of this repository say of themselves in each answer. */
export const SIMULATOR_HEADER = 'x-simulator';

const BODY = '{"grantType":"client_credentials"}';

const parse = (body: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** Keeps the access token of a partner until shortly before it expires; many callers share one request for it. */
export class AccessTokens {
  readonly #options: TokenOptions;
  #token: { value: string; usableUntil: number } | undefined;
  #fetching: Promise<string> | undefined;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** @throws TokenError */
  async get(): Promise<string> {
    if (this.#token && this.#options.now().getTime() < this.#token.usableUntil) return this.#token.value;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  /** Forgets a token that the partner refused, unless another one has come meanwhile. */
  drop(value: string): void {
    if (this.#token?.value === value) this.#token = undefined;
  }

  async #fetch(): Promise<string> {
    const { url, clientId, privateKey, transport, timeoutMs, now, isLive } = this.#options;
    const timestamp = snapTimestamp(now());
    const headers = {
      'content-type': 'application/json',
      'x-timestamp': timestamp,
      'x-client-key': clientId,
      'x-signature': tokenSignature(privateKey, clientId, timestamp),
    };
    const asked = now().getTime();
    const answer = await transport({ url, headers, body: BODY }, AbortSignal.timeout(timeoutMs)).catch(() => {
      throw new TokenError('TOKEN_UNANSWERED');
    });
    const isSimulator = answer.headers[SIMULATOR_HEADER] !== undefined;
    if (isSimulator === isLive) throw new TokenError(isLive ? 'TOKEN_OF_A_SIMULATOR' : 'TOKEN_OF_NO_SIMULATOR');
    const { accessToken, expiresIn, responseCode } = parse(answer.body);
    const seconds = Number(expiresIn);
    if (answer.status !== 200 || typeof accessToken !== 'string' || accessToken === '' || !(seconds > 0)) {
      const code = typeof responseCode === 'string' && /^\d{7}$/.test(responseCode) ? responseCode : answer.status;
      throw new TokenError(`TOKEN_${code}`);
    }
    const margin = Math.min(MARGIN_MS, (seconds * 1_000) / 5);
    this.#token = { value: accessToken, usableUntil: asked + seconds * 1_000 - margin };
    return accessToken;
  }
}

export interface Credentials {
  clientId: string;
  clientSecret: Secret;
  /** While it is rotated: accepted beside it in answers. */
  otherClientSecret?: Secret | undefined;
  privateKey: KeyObject;
  partnerId: string;
  channelId: string;
}
