import type { EntityManager } from '@mikro-orm/postgresql';
import type { Caller } from '../../kit/caller.ts';
import { execute, run } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { sealInEvent } from '../../kit/events/sealed.ts';
import type { Language } from '../../kit/language.ts';
import { isOneOf, queriesOver } from '../../kit/query.ts';
import type { Refusal } from '../../kit/refusal.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { typedCode } from '../../kit/typed-text.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import type { CodeAnswer } from './code.answer.ts';
import { PurchaseCodeEntity } from './purchase.entity.ts';
import { codeRequested } from './purchase.events.ts';
import { refusals } from './purchase.refusal.ts';
import { LOCK, OPEN_CODE } from './purchase.statement.ts';
import type { Offer, PurchaseTokenReader } from './purchase-token.ts';

export const CODE_VALID_MS = 5 * 60_000;
export const MOST_TRIES = 5;
export const MOST_CODES_A_DAY = 10;

/** What a code is sealed for, on its way to `pmo`. */
export const SEALED_FOR = 'purchase code';

export interface CodeServiceOptions {
  vault: Vault;
  outbox: Outbox;
  tokens: PurchaseTokenReader;
  /** The secret of the events from payments to `pmo`. */
  secret: string;
  now: () => Date;
  /** A number from 0 to 999,999, each as likely as the others. */
  drawCode: () => number;
}

/** A code that somebody typed to pay an offer. */
export interface TypedCode {
  offer: Offer;
  /** 6 digits. */
  code: string;
  now: Date;
}

const refused = (refusal: Refusal, { counts = false, wasUsed = false } = {}): CodeAnswer => ({
  refusal,
  counts,
  wasUsed,
});

const query = queriesOver(PurchaseCodeEntity);

const LOCK_CODES = query<{ people: readonly string[] }>()('purchase-codes-lock', (db, { people }) =>
  db
    .selectFrom('purchase_code')
    .select(['participantId', 'enrollmentId', 'codeHash', 'expiresAt', 'tries', 'usedAt'])
    .where(isOneOf('participantId', people, 'uuid'))
    .orderBy('participantId')
    .forNoKeyUpdate(),
);

type SentCode = RowsOf<typeof LOCK_CODES>;

/** Makes the codes by which people confirm purchases, and says how a typed one stands. */
export class PurchaseCodeService {
  readonly #options: CodeServiceOptions;

  constructor(options: CodeServiceOptions) {
    this.#options = options;
  }

  /**
   * Makes a code for the caller's own token, which replaces the one before; `pmo` sends it.
   * @returns until when it counts
   * @throws Refusal FORBIDDEN, TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_OF_ANOTHER, ALREADY_PAID, SEAT_RELEASED, TOO_MANY_CODES
   */
  async request(
    em: EntityManager,
    token: string,
    { caller, requestId, language }: { caller: Caller; requestId: string; language: Language },
  ): Promise<Date> {
    const { tokens, outbox, secret, now, drawCode } = this.#options;
    if (!caller.can('self') || caller.id === null) throw refusals.notOneself();
    const at = now();
    const offer = tokens.read(token, at);
    if (offer.participant !== caller.id) throw refusals.tokenOfAnother();
    const { enrollment, participant } = offer;
    const code = String(drawCode()).padStart(6, '0');
    const expiresAt = new Date(at.getTime() + CODE_VALID_MS);
    const sealedCode = sealInEvent({ secret, purpose: SEALED_FOR, about: enrollment }, code);
    await em.transactional(async (tx) => {
      const [known] = (await execute(tx, LOCK, [[enrollment]])).rows;
      if (known) throw known.status === 'ENDED' ? refusals.seatEnded() : refusals.paid();
      const values = [participant, enrollment, this.#hashes(offer, code)[0], expiresAt, at, MOST_CODES_A_DAY];
      const { affected } = await execute(tx, OPEN_CODE, values);
      if (affected === 0) throw refusals.tooManyCodes(MOST_CODES_A_DAY);
      const price = Number(offer.price);
      const data = { enrollment, participant, price, sealedCode, language, expiresAt: expiresAt.toISOString() };
      await outbox.add(tx, codeRequested, { data, requestId });
    });
    return expiresAt;
  }

  /**
   * Locks the codes of people, in order of their ids: every try of one person's code goes one after the other. A try
   * counts with the statement that authorises.
   * @returns for each sale how its code stands
   */
  async lock(tx: EntityManager, sales: readonly TypedCode[]): Promise<CodeAnswer[]> {
    const people = sales.map(({ offer }) => offer.participant);
    const codes = new Map((await run(tx, LOCK_CODES, { people })).map((code) => [code.participantId, code]));
    return sales.map((sale) => this.#answerOf(sale, codes.get(sale.offer.participant)));
  }

  #answerOf({ offer, code, now }: TypedCode, sent: SentCode | undefined): CodeAnswer {
    if (sent?.enrollmentId !== offer.enrollment) return refused(refusals.codeNotRequested());
    if (sent.usedAt !== null) return refused(refusals.codeUsed(), { wasUsed: true });
    if (sent.tries >= MOST_TRIES) return refused(refusals.codeTriesSpent());
    if (sent.expiresAt <= now) return refused(refusals.codeExpired());
    const isRight = this.#hashes(offer, code).some((hash) => hash.equals(sent.codeHash));
    if (isRight) return { refusal: null, counts: true, wasUsed: false };
    const left = MOST_TRIES - sent.tries - 1;
    return refused(left === 0 ? refusals.codeTriesSpent() : refusals.codeWrong(left), { counts: true });
  }

  /** By the keys of now, then by those of before: a code may have been sent by them. */
  #hashes({ participant, enrollment }: Offer, code: string): Buffer[] {
    return this.#options.vault.blindIndexes('code', `${participant} purchase ${enrollment} ${code}`);
  }
}

/** @throws Refusal CODE_MALFORMED */
export const readCode = (typed: string): string => {
  const code = typedCode(typed);
  if (!/^\d{6}$/.test(code)) throw refusals.codeMalformed();
  return code;
};
