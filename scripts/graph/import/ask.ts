import { setTimeout as delay } from 'node:timers/promises';
import type { Language } from '../../../subgraphs/kit/language.ts';
import type { Gateway } from './token.ts';

interface GraphError {
  message: string;
  extensions?: { code?: string };
}

interface Answer {
  data?: unknown;
  errors?: GraphError[];
}

export interface AskOptions {
  document: string;
  language: Language;
  /** Waits, for tests. */
  wait?: (ms: number) => Promise<unknown>;
  /** Hears why a call is repeated. */
  report?: (line: string) => void;
}

/**
 * Runs one operation of the document; a call that may have been done or not is repeated under the same key.
 * @throws Error when the gateway refuses it, or cannot be reached for minutes
 */
export type Ask = <T>(operationName: string, variables: object) => Promise<T>;

const TIMEOUT_MS = 60_000;
const MOST_TRIES = 12;
const FIRST_WAIT_MS = 500;
const MOST_WAIT_MS = 30_000;
const MOST_RETRY_AFTER_MS = 300_000;

const passing = new Set([
  'OVERLOADED',
  'RATE_LIMITED',
  'SUBGRAPH_TIMEOUT',
  'SUBGRAPH_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
]);
const passingStatus = new Set([408, 425, 429, 500, 502, 503, 504]);

type Outcome =
  | { data: unknown }
  | { failure: string; waitMs?: number | undefined; isToken?: boolean; isFinal?: boolean };

/** Milliseconds of Retry-After in seconds or as a date (RFC 9110, section 10.2.3). */
export const retryAfterMs = (header: string | null, now: number): number | undefined => {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), MOST_RETRY_AFTER_MS) : undefined;
};

const outcomeOf = async (response: Response): Promise<Outcome> => {
  const answer = (await response.json().catch(() => null)) as Answer | null;
  const waitMs = retryAfterMs(response.headers.get('retry-after'), Date.now());
  const error = answer?.errors?.[0];
  if (response.ok && answer?.data && !error) return { data: answer.data };
  const failure = error
    ? `${error.message} (${error.extensions?.code ?? response.status})`
    : `it answered ${response.status}`;
  if (response.status === 401 || error?.extensions?.code === 'UNAUTHENTICATED') return { failure, isToken: true };
  const isPassing = error?.extensions?.code ? passing.has(error.extensions.code) : passingStatus.has(response.status);
  return isPassing || passingStatus.has(response.status) ? { failure, waitMs } : { failure, isFinal: true };
};

const send = async (
  url: string,
  token: string,
  { body, language }: { body: string; language: Language },
): Promise<Outcome> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'accept-language': language };
  try {
    return await outcomeOf(
      await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) }),
    );
  } catch (error) {
    const { cause, message } = error as Error & { cause?: Error };
    return { failure: `${cause?.message || message || 'no connection'}` };
  }
};

/** Asks a gateway as a partner. */
export const askAs = (gateway: Gateway, { document, language, wait = delay, report }: AskOptions): Ask => {
  const backoff = (attempt: number) => Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (0.5 + Math.random() / 2);
  return async <T>(operationName: string, variables: object) => {
    const body = JSON.stringify({ query: document, operationName, variables });
    let refused: string | undefined;
    let failure = '';
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const token = await gateway.token(refused);
      const outcome = await send(gateway.url, token, { body, language });
      if ('data' in outcome) return outcome.data as T;
      failure = outcome.failure;
      if (outcome.isFinal || (outcome.isToken && (refused !== undefined || (await gateway.token(token)) === token)))
        break;
      refused = outcome.isToken ? token : undefined;
      if (outcome.isToken) continue;
      report?.(`${gateway.url}: ${failure}; the call is repeated`);
      await wait(outcome.waitMs ?? backoff(attempt));
    }
    throw new Error(`${gateway.url}: ${failure}`);
  };
};
