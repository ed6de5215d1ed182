import type { Pool } from 'pg';
import type { BlindIndex } from './blind-index.ts';
import type { Surroundings } from './surroundings.ts';

export const CODE_VALID_MS = 5 * 60_000;
const RESEND_AFTER_MS = 30_000;
const SENDS_WITHIN_MS = 60 * 60_000;
/** A message costs money and annoys its receiver. */
const MOST_SENDS = 6;
const DIGITS = 6;

export interface OneTimeCodesOptions {
  pool: Pool;
  index: BlindIndex;
  formerIndexes: (kind: 'code', value: string) => Buffer[];
  surroundings: Surroundings;
}

const textOf = (phone: Buffer, code: string) => `${phone.toString('base64url')}\0${code}`;

/** Codes for phones, known and unknown alike: nothing here depends on whether the phone has an account. */
export class OneTimeCodes {
  readonly #pool: Pool;
  readonly #index: BlindIndex;
  readonly #formerIndexes: OneTimeCodesOptions['formerIndexes'];
  readonly #surroundings: Surroundings;

  constructor({ pool, index, formerIndexes, surroundings }: OneTimeCodesOptions) {
    this.#pool = pool;
    this.#index = index;
    this.#formerIndexes = formerIndexes;
    this.#surroundings = surroundings;
  }

  /** A new code, which replaces the one before; undefined when one was made a moment ago or too many in an hour. */
  async make(phone: Buffer): Promise<string | undefined> {
    const code = this.#draw();
    const now = this.#surroundings.now();
    const after = (ms: number) => new Date(now.getTime() + ms);
    const { rowCount } = await this.#pool.query(
      `insert into code (phone_index, code_hash, expires_at, sent_at, sends, sends_until)
       values ($1, $2, $3, $4, 1, $5)
       on conflict (phone_index) do update set
         code_hash = excluded.code_hash, expires_at = excluded.expires_at, sent_at = excluded.sent_at,
         sends = case when code.sends_until <= $4 then 1 else code.sends + 1 end,
         sends_until = case when code.sends_until <= $4 then excluded.sends_until else code.sends_until end
       where code.sent_at <= $6 and (code.sends < $7 or code.sends_until <= $4)`,
      [
        phone,
        this.#hash(phone, code),
        after(CODE_VALID_MS),
        now,
        after(SENDS_WITHIN_MS),
        after(-RESEND_AFTER_MS),
        MOST_SENDS,
      ],
    );
    return rowCount ? code : undefined;
  }

  /** A right code is used up. The caller has counted the try. */
  async use(phone: Buffer, code: string): Promise<'RIGHT' | 'WRONG' | 'EXPIRED'> {
    // Sent before the last key followed, perhaps.
    const hashes = this.#formerIndexes('code', textOf(phone, code));
    const used = await this.#pool.query(
      'update code set code_hash = null where phone_index = $1 and code_hash = any($2::bytea[]) and expires_at > $3',
      [phone, hashes, this.#surroundings.now()],
    );
    if (used.rowCount) return 'RIGHT';
    const isKept = 'select 1 from code where phone_index = $1 and code_hash = any($2::bytea[])';
    const kept = await this.#pool.query(isKept, [phone, hashes]);
    return kept.rowCount ? 'EXPIRED' : 'WRONG';
  }

  // 48 random bits: what the modulus favours is below one in 10^8.
  #draw(): string {
    const number = this.#surroundings.randomBytes(6).readUIntBE(0, 6) % 10 ** DIGITS;
    return String(number).padStart(DIGITS, '0');
  }

  #hash(phone: Buffer, code: string): Buffer {
    return this.#index('code', textOf(phone, code));
  }
}
