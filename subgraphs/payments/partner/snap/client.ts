import { WrongClockError } from '../../../kit/clock-watch.ts';
import type { Secret } from '../../../kit/vault/secret.ts';
import type { Transport } from '../transport.ts';
import { AccessTokens, type Credentials, TokenError } from './access-token.ts';
import type { CallResult } from './classify.ts';
import type { Dialect } from './dialect.ts';
import { isSignatureOf, type SignedParts, snapTimestamp, transactionSignature } from './signature.ts';

export interface SnapClientOptions {
  /** Up to the path of the services, without a slash at its end. */
  url: string;
  dialect: Dialect;
  credentials: Credentials;
  isLive: boolean;
  transport: Transport;
  now(): Date;
}

export interface SnapCall {
  path: string;
  service: string;
  externalId: string;
  body: Readonly<Record<string, unknown>>;
}

interface SignedRequest {
  parts: SignedParts;
  headers: Record<string, string>;
  url: string;
}

const TIMEOUTS = /^(AbortError|TimeoutError|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT)$/;

/** Says how a call broke: none of it tells whether the partner has acted. */
const brokenBy = (error: unknown): string => {
  const { name, code = '' } = error as Error & { code?: unknown };
  if (TIMEOUTS.test(name) || TIMEOUTS.test(String(code))) return 'TIMED_OUT';
  return code === 'TOO_LONG' ? 'GARBAGE' : 'DISCONNECTED';
};

const parse = (body: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

/** Gives up after a time or with the caller. `AbortSignal.any` would cost as much as the signature. */
const within = async <T>(
  { signal, ms }: { signal: AbortSignal; ms: number },
  act: (deadline: AbortSignal) => Promise<T>,
): Promise<T> => {
  const controller = new AbortController();
  const giveUp = () => controller.abort(new DOMException('gave up', 'TimeoutError'));
  const timer = setTimeout(giveUp, ms);
  signal.addEventListener('abort', giveUp);
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
};

/** Calls SNAP BI services of one partner: signs the bytes that it sends, and believes only answers that fit the call. */
export class SnapClient {
  readonly #options: SnapClientOptions;
  readonly #tokens: AccessTokens;

  constructor(options: SnapClientOptions) {
    this.#options = options;
    const { url, dialect, credentials, isLive, transport, now } = options;
    const { clientId, privateKey } = credentials;
    const tokenUrl = `${url}${dialect.tokenPath}`;
    const { timeoutMs } = dialect;
    this.#tokens = new AccessTokens({ url: tokenUrl, clientId, privateKey, isLive, timeoutMs, transport, now });
  }

  /** Calls a service once. Never throws for what the partner does. */
  async call(call: SnapCall, signal: AbortSignal): Promise<CallResult> {
    let accessToken: string;
    let sent: SignedRequest;
    try {
      accessToken = await this.#tokens.get();
      if (signal.aborted) return { unsent: 'GIVEN_UP' };
      sent = this.#sign(call, accessToken);
    } catch (error) {
      if (error instanceof TokenError) return { unsent: error.code };
      if (error instanceof WrongClockError) return { unsent: 'CLOCK_WRONG' };
      throw error;
    }
    try {
      const { url, headers, parts } = sent;
      const { transport, dialect } = this.#options;
      const answer = await within({ signal, ms: dialect.timeoutMs }, (deadline) =>
        transport({ url, headers, body: parts.body }, deadline),
      );
      if (answer.status === 401) this.#tokens.drop(accessToken);
      return this.#read(call, sent, answer);
    } catch (error) {
      return { broken: brokenBy(error) };
    }
  }

  #sign({ path, externalId, body }: SnapCall, accessToken: string): SignedRequest {
    const { url: base, credentials, dialect, now } = this.#options;
    const url = `${base}${path}`;
    const timestamp = snapTimestamp(now());
    const parts = { path: new URL(url).pathname, accessToken, body: JSON.stringify(body), timestamp };
    const headers = {
      ...dialect.headers,
      'content-type': 'application/json',
      authorization: `Bearer ${accessToken}`,
      'x-timestamp': timestamp,
      'x-signature': transactionSignature(credentials.clientSecret.reveal(), parts),
      'x-partner-id': credentials.partnerId,
      'x-external-id': externalId,
      'channel-id': credentials.channelId,
    };
    return { url, headers, parts };
  }

  #isSigned(parts: SignedParts, signature: string): boolean {
    const { clientSecret, otherClientSecret } = this.#options.credentials;
    const isBy = (secret: Secret | undefined) =>
      secret !== undefined && isSignatureOf(secret.reveal(), parts, signature);
    return isBy(clientSecret) || isBy(otherClientSecret);
  }

  #read({ service }: SnapCall, { parts }: SignedRequest, answer: Awaited<ReturnType<Transport>>): CallResult {
    const { status, headers, body } = answer;
    const parsed = parse(body);
    if (!parsed) return { broken: status === 200 ? 'GARBAGE' : `HTTP_${status}` };
    const responseCode = String(parsed.responseCode ?? '');
    if (!/^\d{7}$/.test(responseCode)) return { broken: status === 200 ? 'GARBAGE' : `HTTP_${status}` };
    if (Number(responseCode.slice(0, 3)) !== status) return { broken: 'STATUS_DIFFERS' };
    if (responseCode.slice(3, 5) !== service) return { broken: 'SERVICE_DIFFERS' };
    const { 'x-signature': signature, 'x-timestamp': timestamp = '' } = headers;
    if (signature === undefined && this.#options.dialect.signsAnswers) return { broken: 'ANSWER_UNSIGNED' };
    if (signature !== undefined && !this.#isSigned({ ...parts, body, timestamp }, signature)) {
      return { broken: 'ANSWER_SIGNATURE' };
    }
    return { answer: parsed, status, responseCode };
  }
}
