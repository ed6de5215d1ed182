import { z } from 'zod';

const pollEveryMs = 15_000;
const answerWithinMs = 5_000;

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const shape = z.object({
  organizations: z.array(z.object({ id: z.string() })),
  clients: z.array(z.object({ id: z.string(), until: moment })),
});

/** What a verified token says; `iat` in seconds. */
export interface TokenClaims {
  org?: string | undefined;
  azp?: string | undefined;
  iat?: number | undefined;
}

export interface RevocationsOptions {
  /** Of the issuer's list; without one nothing is revoked before it expires. */
  url: string | undefined;
  secret: string | undefined;
  log: { warn(details: object, message: string): void };
  everyMs?: number;
}

export interface Revocations {
  /** Whether the token is refused although it has not expired: as the list said at most 15 s ago. */
  isRevoked(claims: TokenClaims): boolean;
  /** Asks for the list now. Never throws: the last list holds while the issuer is away. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Follows the issuer's list of suspended organisations and of clients whose tokens are void. */
export const followRevocations = ({ url, secret, log, everyMs = pollEveryMs }: RevocationsOptions): Revocations => {
  let organizations: ReadonlySet<string> = new Set();
  let clients: ReadonlyMap<string, number> = new Map();
  let etag: string | null = null;

  const read = async (from: string) => {
    const headers = { authorization: `Bearer ${secret}`, ...(etag !== null && { 'if-none-match': etag }) };
    const response = await fetch(from, { headers, redirect: 'error', signal: AbortSignal.timeout(answerWithinMs) });
    if (response.status === 304) return;
    if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
    const list = shape.parse(await response.json());
    organizations = new Set(list.organizations.map(({ id }) => id));
    clients = new Map(list.clients.map(({ id, until }) => [id, until]));
    etag = response.headers.get('etag');
  };
  const refresh = async () => {
    if (url === undefined) return;
    await read(url).catch((error: unknown) => log.warn({ err: error }, 'the list of revocations was not read'));
  };

  const timer = url === undefined ? undefined : setInterval(() => void refresh(), everyMs).unref();
  return {
    isRevoked: ({ org, azp, iat = 0 }) => {
      if (org !== undefined && organizations.has(org)) return true;
      const until = azp === undefined ? undefined : clients.get(azp);
      // `iat` is cut to the second: one of the same second may be older than the revocation, and is refused.
      return until !== undefined && iat * 1_000 <= until;
    },
    refresh,
    stop: () => clearInterval(timer),
  };
};
