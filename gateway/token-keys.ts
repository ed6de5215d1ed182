import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  errors as joseErrors,
} from 'jose';

/** Least time between two fetches of the keys, however many unknown keys tokens name meanwhile. */
const cooldownMs = 30_000;
/** The same after a fetch that failed: with keys at hand, and without any. */
const failedCooldownMs = { withKeys: 5_000, withoutKeys: 1_000 };
const refreshAfterMs = 10 * 60_000;
const fetchWithinMs = 3_000;
/** How long a token of a known key waits for a newer set. */
const patienceMs = 500;

export interface TokenKeysOptions {
  /** `file:` or `http(s):` URL of the issuer's key set. */
  url: URL;
  /** Time for which known keys are used while the issuer is away. */
  keptForMs: number;
  now: () => number;
  log: { warn(details: object, message: string): void };
  /** Called when a key is no longer in the set. */
  onRemoved: () => void;
}

/** The issuer is away, so nothing can be said about this key. */
export class KeysUnavailable extends Error {}

interface Source {
  /** @throws Error when the set cannot be read */
  reload(): Promise<void>;
  keyOf: JWTVerifyGetKey;
  jwks(): JSONWebKeySet | undefined;
}

const noKeys = () => Promise.reject(new joseErrors.JWKSNoMatchingKey());

const fileSource = (url: URL): Source => {
  let set: ReturnType<typeof createLocalJWKSet> | undefined;
  return {
    reload: async () => {
      set = createLocalJWKSet(JSON.parse(await readFile(url, 'utf8')) as JSONWebKeySet);
    },
    keyOf: (header, token) => (set ?? noKeys)(header, token),
    jwks: () => set?.jwks(),
  };
};

/** When to fetch is decided below: the library alone would forget its keys after ten minutes. */
const remoteSource = (url: URL): Source => {
  const forEver = Number.POSITIVE_INFINITY;
  const set = createRemoteJWKSet(url, {
    cooldownDuration: forEver,
    cacheMaxAge: forEver,
    timeoutDuration: fetchWithinMs,
  });
  return { reload: set.reload, keyOf: set, jwks: set.jwks };
};

const keysIn = (set: JSONWebKeySet | undefined) => (set?.keys ?? []).map((key) => JSON.stringify(key));

/**
 * The keys that verify tokens. A set older than ten minutes is read again; while the issuer is away the known keys go
 * on being used, for `keptForMs` at most.
 */
class TokenKeys {
  readonly #options: TokenKeysOptions;
  readonly #source: Source;
  #readAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #warnedAt = Number.NEGATIVE_INFINITY;
  #pending: Promise<void> | undefined;

  constructor(options: TokenKeysOptions) {
    this.#options = options;
    this.#source = options.url.protocol === 'file:' ? fileSource(options.url) : remoteSource(options.url);
  }

  /** @throws KeysUnavailable when the issuer is away and the key is not known */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    if (!this.#hasKeys()) await this.#refresh();
    else if (this.#ageMs() > refreshAfterMs) await this.#refreshInPassing();
    try {
      return await this.#source.keyOf(header, token);
    } catch (error) {
      if (!(error instanceof joseErrors.JWKSNoMatchingKey)) throw error;
      await this.#refresh();
      return this.#source.keyOf(header, token);
    }
  };

  #ageMs(): number {
    return this.#options.now() - this.#readAt;
  }

  #hasKeys(): boolean {
    return this.#ageMs() <= this.#options.keptForMs;
  }

  #hasFailed(): boolean {
    return this.#triedAt > this.#readAt;
  }

  #isCooling(): boolean {
    const failed = this.#hasKeys() ? failedCooldownMs.withKeys : failedCooldownMs.withoutKeys;
    return this.#options.now() - this.#triedAt < (this.#hasFailed() ? failed : cooldownMs);
  }

  /** Reads the set, unless that was tried a moment ago. @throws KeysUnavailable */
  async #refresh(): Promise<void> {
    if (this.#pending === undefined && this.#isCooling()) {
      if (this.#hasFailed()) throw new KeysUnavailable('the key set could not be read a moment ago');
      return;
    }
    this.#pending ??= this.#read().finally(() => {
      this.#pending = undefined;
    });
    await this.#pending;
  }

  async #refreshInPassing(): Promise<void> {
    const refreshed = this.#refresh().catch(() => undefined);
    await Promise.race([refreshed, sleep(patienceMs, undefined, { ref: false })]);
  }

  async #read(): Promise<void> {
    const before = keysIn(this.#source.jwks());
    const startedAt = this.#options.now();
    this.#triedAt = startedAt;
    await this.#source.reload().catch((error: unknown) => {
      this.#warn(error);
      throw new KeysUnavailable('the key set was not read', { cause: error });
    });
    this.#readAt = startedAt;
    this.#warnedAt = Number.NEGATIVE_INFINITY;
    const after = new Set(keysIn(this.#source.jwks()));
    if (before.some((key) => !after.has(key))) this.#options.onRemoved();
  }

  /** Once a period, not at every try. */
  #warn(error: unknown): void {
    const { now, log, keptForMs } = this.#options;
    if (now() - this.#warnedAt < refreshAfterMs) return;
    this.#warnedAt = now();
    const ageS = Number.isFinite(this.#readAt) ? Math.round(this.#ageMs() / 1_000) : undefined;
    log.warn(
      { err: error, ageS, keptForS: keptForMs / 1_000 },
      'the key set was not read; known keys go on being used',
    );
  }
}

export const createTokenKeys = (options: TokenKeysOptions): JWTVerifyGetKey => new TokenKeys(options).keyOf;
