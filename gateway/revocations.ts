import { z } from 'zod';
import type { ClockWatch } from '../subgraphs/kit/clock-watch.ts';
import { bearer } from '../subgraphs/kit/rotating-secret.ts';

const answerWithinMs = 5_000;

const moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const until = z.array(z.object({ id: z.string(), until: moment }));
const shape = z.object({
  organizations: z.array(z.object({ id: z.string() })),
  resumed: until.default([]),
  clients: until,
  people: until.default([]),
});
type RevokedUntil = z.infer<typeof until>;

/** What a verified token says; `iat` in seconds. */
export interface TokenClaims {
  org?: string | undefined;
  azp?: string | undefined;
  sub?: string | undefined;
  iat?: number | undefined;
}

export interface RevocationsOptions {
  /** URL of the issuer's list; without one, tokens are valid until they expire. */
  url: string | undefined;
  secret: string | undefined;
  log: { warn(details: object, message: string): void };
  /** How often the list is read. */
  everyMs: number;
  /** Compared with that of the issuer. */
  clock?: Pick<ClockWatch, 'compare'> | undefined;
}

/** HTTP tells the time in whole seconds: on average half of one is cut off. */
const cutOffMs = 500;

export interface Revocations {
  /** Decides whether a token that has not expired is refused, by the list as it was last read. */
  isRevoked(claims: TokenClaims): boolean;
  /** Calls `onRevoked` once when the token is on the list; returns a function that stops watching. */
  watch(claims: TokenClaims, onRevoked: () => void): () => void;
  /** Asks for the list now. Never throws: the last list holds while the issuer is away. */
  refresh(): Promise<void>;
  stop(): void;
}

const byId = (list: RevokedUntil): ReadonlyMap<string, number> => new Map(list.map((each) => [each.id, each.until]));

/**
 * Follows the issuer's list of suspended organisations, and of those, clients and people whose tokens are void that
 * were issued until a moment. The issuer keeps that moment for longer than a token lives, so a gateway that did not
 * look while somebody was suspended learns of it too.
 */
export const followRevocations = ({ url, secret, log, everyMs, clock }: RevocationsOptions): Revocations => {
  let suspended: ReadonlySet<string> = new Set();
  let resumed: ReadonlyMap<string, number> = new Map();
  let clients: ReadonlyMap<string, number> = new Map();
  let people: ReadonlyMap<string, number> = new Map();
  let etag: string | null = null;

  const read = async (from: string) => {
    const headers = { authorization: bearer(secret ?? ''), ...(etag !== null && { 'if-none-match': etag }) };
    const askedAt = performance.now();
    const response = await fetch(from, { headers, redirect: 'error', signal: AbortSignal.timeout(answerWithinMs) });
    const theirMs = Date.parse(response.headers.get('date') ?? '') + cutOffMs;
    if (Number.isFinite(theirMs)) clock?.compare('issuer', { theirMs, tookMs: performance.now() - askedAt });
    if (response.status === 304) return;
    if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
    const list = shape.parse(await response.json());
    suspended = new Set(list.organizations.map(({ id }) => id));
    resumed = byId(list.resumed);
    clients = byId(list.clients);
    people = byId(list.people);
    etag = response.headers.get('etag');
  };
  const refresh = async () => {
    if (url === undefined) return;
    await read(url).then(tellWatchers, (error: unknown) =>
      log.warn({ err: error }, 'the list of revocations was not read'),
    );
  };

  const isRevoked = ({ org, azp, sub, iat = 0 }: TokenClaims) => {
    if (org !== undefined && suspended.has(org)) return true;
    // `iat` is cut to the second: one of the same second may be older than the revocation, and is refused.
    const isBefore = (moment: number | undefined) => moment !== undefined && iat * 1_000 <= moment;
    return (
      (org !== undefined && isBefore(resumed.get(org))) ||
      (azp !== undefined && isBefore(clients.get(azp))) ||
      (sub !== undefined && isBefore(people.get(sub)))
    );
  };
  const watched = new Map<() => void, TokenClaims>();
  const tellWatchers = () => {
    for (const [onRevoked, claims] of watched) {
      if (!isRevoked(claims)) continue;
      watched.delete(onRevoked);
      onRevoked();
    }
  };

  const timer = url === undefined ? undefined : setInterval(() => void refresh(), everyMs).unref();
  return {
    isRevoked,
    watch: (claims, onRevoked) => {
      watched.set(onRevoked, claims);
      return () => void watched.delete(onRevoked);
    },
    refresh,
    stop: () => clearInterval(timer),
  };
};
