import { createHash } from 'node:crypto';
import { execute, type Transaction } from './database.ts';
import { Refusal } from './refusal.ts';

/** A call that its sender may repeat. Keys are the caller's own: two callers may use the same one. */
export interface KeyedCall {
  /** The caller's subject. */
  caller: string;
  /** The mutation's name. */
  operation: string;
  key: string;
  /** What was asked for, as JSON could hold it; the order of its fields does not matter. */
  body: unknown;
}

// A call under the same key waits here for the first one's end, and then finds its row, or none when that one refused.
const CLAIM = `insert into idempotency_key (caller, operation, key, body_hash) values ($1, $2, $3, $4)
  on conflict do nothing`;

const KNOWN = `select body_hash = $4 as "isSame", answer from idempotency_key
  where caller = $1 and operation = $2 and key = $3`;

const REMEMBER = 'update idempotency_key set answer = $4 where caller = $1 and operation = $2 and key = $3';

const pattern = /^[\x21-\x7e]{8,128}$/;

/** @throws Refusal IDEMPOTENCY_KEY_MALFORMED */
export const checkKey = (key: string): void => {
  if (!pattern.test(key)) throw refusals.malformed();
};

export const refusals = {
  malformed: () =>
    new Refusal(
      'IDEMPOTENCY_KEY_MALFORMED',
      {
        en: 'An idempotency key has 8 to 128 visible ASCII characters, such as a UUID.',
        id: 'Kunci idempotensi terdiri dari 8 sampai 128 karakter ASCII tanpa spasi, misalnya UUID.',
      },
      ['idempotencyKey'],
    ),
  reused: () =>
    new Refusal(
      'IDEMPOTENCY_KEY_REUSED',
      {
        en: 'This key was used for a call with another content. Use a new key for a new call.',
        id: 'Kunci ini sudah dipakai untuk permintaan dengan isi lain. Gunakan kunci baru.',
      },
      ['idempotencyKey'],
    ),
};

const sorted = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
};

/** What a call under a key is recognised by: the hash of its content. */
export const hashOf = (body: unknown): Buffer => createHash('sha256').update(JSON.stringify(body, sorted)).digest();

/**
 * Writes the common table expression that remembers gathered calls, whose effect is in the same statement: `calls` is a
 * query of caller, key, hash of the content and answer.
 */
export const rememberCalls = (operation: string, calls: string): string =>
  `insert into idempotency_key (operation, caller, key, body_hash, answer)
    select '${operation}', call.* from (${calls}) as call on conflict do nothing`;

/**
 * Runs `work` once for each key, in the transaction of its effect: a repeated call gets the answer of the first one. A
 * call that refuses leaves nothing, so that it can be corrected under its key.
 * @throws Refusal IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, and what `work` throws
 */
export const once = async <Answer>(
  tx: Transaction,
  { caller, operation, key, body }: KeyedCall,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  checkKey(key);
  const place = [caller, operation, key];
  const { affected } = await execute(tx, CLAIM, [...place, hashOf(body)]);
  if (affected === 0) {
    const { rows } = await execute<{ isSame: boolean; answer: Answer }>(tx, KNOWN, [...place, hashOf(body)]);
    if (!rows[0]?.isSame) throw refusals.reused();
    return rows[0].answer;
  }
  const answer = await work();
  await execute(tx, REMEMBER, [...place, JSON.stringify(answer)]);
  return answer;
};
