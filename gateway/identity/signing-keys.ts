import type { JWK } from 'jose';
import { exportJWK, generateKeyPair } from 'jose';
import type { Pool, PoolClient } from 'pg';
import type { Cipher } from './cipher.ts';
import type { Surroundings } from './surroundings.ts';
import { TOKEN_LIFETIME_S } from './token.policy.ts';

/** A new key is in the key set for so long before the first token is signed with it. */
export const PUBLISHED_BEFORE_USE_MS = 60 * 60_000;
/** An old key stays until the tokens that it signed have expired, and clocks that are behind agree. */
export const KEPT_AFTER_USE_MS = (TOKEN_LIFETIME_S + 300) * 1_000;
const DAY_MS = 86_400_000;
// Any number, the same in every process of the service.
const LOCK = 7_301_122;

export type SigningKey = JWK & { kid: string };

interface Row {
  kid: string;
  sealed: Buffer;
  activeFrom: Date;
}

export interface SigningKeysOptions {
  pool: Pool;
  cipher: Cipher;
  surroundings: Surroundings;
  /** How long one key signs. */
  days: number;
  /** Signs everything instead of keys of one's own: that of a development stack. */
  fixed?: SigningKey | undefined;
}

const placeOf = (kid: string) => `signing_key.sealed_jwk.${kid}`;

/** Private ES256 keys: sealed in the database, published before use, kept until their last token has expired. */
export class SigningKeys {
  readonly #options: SigningKeysOptions;

  constructor(options: SigningKeysOptions) {
    this.#options = options;
  }

  /** The keys to publish; the first one signs. Makes a key when there is none, or when the newest is old enough. */
  async current(): Promise<SigningKey[]> {
    const { fixed, pool, cipher } = this.#options;
    if (fixed) return [{ ...fixed, alg: 'ES256', use: 'sig' }];
    await this.#keepFresh();
    const { rows } = await pool.query<Row>(
      'select kid, sealed_jwk as sealed, active_from as "activeFrom" from signing_key order by active_from desc, kid',
    );
    const now = this.#options.surroundings.now().getTime();
    const coming = rows.filter(({ activeFrom }) => activeFrom.getTime() > now);
    const used = rows.filter(({ activeFrom }) => activeFrom.getTime() <= now);
    return [...used, ...coming].map(({ kid, sealed }) => JSON.parse(cipher.open(sealed, placeOf(kid))) as SigningKey);
  }

  /** Publishes a new key, which signs from `activeFrom` on. */
  async rotate(activeFrom = new Date(this.#options.surroundings.now().getTime() + PUBLISHED_BEFORE_USE_MS)) {
    await this.#locked((client) => this.#insert(client, activeFrom));
  }

  async #keepFresh(): Promise<void> {
    const { pool, surroundings, days } = this.#options;
    const now = surroundings.now();
    const newest = 'select max(active_from) as newest from signing_key';
    const isOld = (at: Date | null | undefined) => !at || at.getTime() < now.getTime() - days * DAY_MS;
    // Without the lock first: nearly always there is nothing to do.
    if (!isOld((await pool.query<{ newest: Date | null }>(newest)).rows[0]?.newest)) return this.#forgetUnused(now);
    await this.#locked(async (client) => {
      const found = (await client.query<{ newest: Date | null }>(newest)).rows[0]?.newest;
      if (!isOld(found)) return;
      await this.#insert(client, found ? new Date(now.getTime() + PUBLISHED_BEFORE_USE_MS) : now);
    });
  }

  /** Deletes keys whose successor has signed for longer than a token lives. */
  async #forgetUnused(now: Date): Promise<void> {
    await this.#options.pool.query(
      `delete from signing_key where active_from <
         (select max(active_from) from signing_key where active_from <= $1)`,
      [new Date(now.getTime() - KEPT_AFTER_USE_MS)],
    );
  }

  async #insert(client: PoolClient, activeFrom: Date): Promise<void> {
    const { cipher, surroundings } = this.#options;
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const kid = surroundings.randomBytes(12).toString('base64url');
    const jwk = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid };
    await client.query('insert into signing_key (kid, sealed_jwk, active_from, created_at) values ($1, $2, $3, $4)', [
      kid,
      cipher.seal(JSON.stringify(jwk), placeOf(kid)),
      activeFrom,
      surroundings.now(),
    ]);
  }

  async #locked(work: (client: PoolClient) => Promise<void>): Promise<void> {
    const client = await this.#options.pool.connect();
    try {
      await client.query('begin');
      await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
      await work(client);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}
