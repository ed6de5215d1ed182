import type { EntityManager } from '@mikro-orm/postgresql';
import { refusedButKept } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { Language } from '../../kit/language.ts';
import type { Logger } from '../../kit/log.ts';
import type { Refusal } from '../../kit/refusal.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { typedCode } from '../../kit/typed-text.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { CONFIRM_CONTACT, personOf, refusals as personRefusals } from '../participant/index.ts';
import type { CodeSender } from './code.sender.ts';
import type { VerificationChannel } from './verification.channel.ts';
import { refusals } from './verification.refusal.ts';
import { CLOSE, OPEN, READ_STATE, TRY } from './verification.statement.ts';

export const CODE_VALID_MS = 10 * 60_000;
export const LOCKED_MS = 15 * 60_000;
export const MOST_TRIES = 5;
export const MOST_CODES_A_DAY = 5;
const DAY_MS = 86_400_000;

export interface VerificationServiceOptions {
  vault: Vault;
  sender: CodeSender;
  log: Pick<Logger, 'warn'>;
  now: () => Date;
  /** A number from 0 to 999,999, each as likely as the others. */
  drawCode: () => number;
}

type TryRow = RowsOf<typeof TRY>;

export interface CodeCall {
  caller: Caller;
  channel: VerificationChannel;
}

/** Confirms phone numbers and e-mail addresses by codes. */
export class VerificationService {
  readonly #options: VerificationServiceOptions;

  constructor(options: VerificationServiceOptions) {
    this.#options = options;
  }

  /**
   * Makes a code, which replaces the one before; `send` tells it to its receiver.
   * @throws Refusal FORBIDDEN, NOT_REGISTERED, ALREADY_CONFIRMED, CODE_LOCKED, TOO_MANY_CODES
   */
  async request(em: EntityManager, { caller, channel }: CodeCall): Promise<{ code: string; expiresAt: Date }> {
    const id = personOf(caller);
    const { now, drawCode } = this.#options;
    const at = now();
    const code = String(drawCode()).padStart(6, '0');
    const expiresAt = new Date(at.getTime() + CODE_VALID_MS);
    await em.transactional(async (tx) => {
      await this.#checkOpen(tx, { id, channel, at });
      const dayEnd = new Date(at.getTime() + DAY_MS);
      const values = [id, channel, this.#hashes({ id, channel, code })[0], expiresAt, at, dayEnd, MOST_CODES_A_DAY];
      const { affected } = await execute(tx, OPEN, values);
      if (affected === 0) throw refusals.tooManyCodes(MOST_CODES_A_DAY);
    });
    return { code, expiresAt };
  }

  /** Sends the code, in the background; what cannot be sent is logged without it. */
  send(message: { channel: VerificationChannel; to: string; code: string; language: Language }): void {
    const { sender, log } = this.#options;
    void sender.send(message).catch((error: unknown) => log.warn({ err: error }, 'a confirmation code was not sent'));
  }

  /**
   * Takes a try of the newest code. One statement counts it, so that tries at the same moment count one by one; a right
   * code is used up, and what is confirmed is written with it.
   * @throws Refusal FORBIDDEN, CODE_MALFORMED, NOT_REGISTERED, ALREADY_CONFIRMED, CODE_NOT_REQUESTED, CODE_EXPIRED,
   * CODE_WRONG, CODE_LOCKED
   */
  async confirm(em: EntityManager, { caller, channel, code: typed }: CodeCall & { code: string }): Promise<string> {
    const code = typedCode(typed);
    const id = personOf(caller);
    if (!/^\d{6}$/.test(code)) throw refusals.malformed();
    const at = this.#options.now();
    const refusal = await em.transactional(async (tx) => {
      await this.#checkOpen(tx, { id, channel, at });
      const lockedUntil = new Date(at.getTime() + LOCKED_MS);
      const values = [id, channel, this.#hashes({ id, channel, code }), at, lockedUntil, MOST_TRIES];
      const [tried] = (await execute(tx, TRY, values)).rows;
      const no = refusalOf(tried, { lockedUntil, at });
      if (no) refusedButKept(no.code);
      else await this.#keep(tx, { id, channel, at });
      return no;
    });
    if (refusal) throw refusal;
    return id;
  }

  async #checkOpen(tx: EntityManager, { id, channel, at }: { id: string; channel: string; at: Date }) {
    const [state] = (await execute(tx, READ_STATE, [id, channel])).rows;
    if (!state) throw personRefusals.notRegistered();
    if (state.isConfirmed) throw refusals.confirmed();
    const { lockedUntilMs } = state;
    if (lockedUntilMs && lockedUntilMs > at.getTime()) throw refusals.locked(new Date(lockedUntilMs), at);
  }

  async #keep(tx: EntityManager, { id, channel, at }: { id: string; channel: VerificationChannel; at: Date }) {
    await execute(tx, CLOSE, [id, channel]);
    await execute(tx, CONFIRM_CONTACT[channel], [id, at]);
  }

  /** By the keys of now, then by those of before: a code may have been sent by them. */
  #hashes({ id, channel, code }: { id: string; channel: string; code: string }): Buffer[] {
    return this.#options.vault.blindIndexes('code', `${id} ${channel} ${code}`);
  }
}

const refusalOf = (tried: TryRow | undefined, { lockedUntil, at }: { lockedUntil: Date; at: Date }): Refusal | null => {
  if (!tried) return refusals.notRequested();
  if (tried.isExpired) return refusals.expired();
  if (tried.isRight) return null;
  return tried.tries >= MOST_TRIES ? refusals.locked(lockedUntil, at) : refusals.wrong(MOST_TRIES - tried.tries);
};
