import type { Logger } from '../../subgraphs/kit/log.ts';
import type { Accounts } from './accounts.ts';
import type { Attempt, Attempts } from './attempts.ts';
import type { BlindIndex } from './blind-index.ts';
import type { Email, Phone } from './contact.ts';
import type { OneTimeCodes } from './one-time-codes.ts';
import { verifyPassword } from './password.ts';
import type { CodeSender } from './sender.ts';
import type { Surroundings } from './surroundings.ts';
import type { Language } from './text.ts';
import { matchingStep } from './totp.ts';

export type Refusal =
  | { kind: 'wrongCode' | 'expiredCode' | 'wrongPassword'; triesLeft: number }
  | { kind: 'locked'; until: Date; afterS: number };

/** `proven` is whoever was proven to be there: a subject, or a phone's blind index. */
export type Outcome = { proven: string; refusal?: undefined } | { proven?: undefined; refusal: Refusal };

export interface SignInOptions {
  accounts: Accounts;
  attempts: Attempts;
  codes: OneTimeCodes;
  sender: CodeSender;
  index: BlindIndex;
  surroundings: Surroundings;
  log: Logger;
}

const locked = (until: Date | undefined, now: Date): Outcome => {
  const afterS = Math.max(1, Math.ceil(((until ?? now).getTime() - now.getTime()) / 1_000));
  return { refusal: { kind: 'locked', until: until ?? now, afterS } };
};

/**
 * How people prove who they are. A phone that is proven for the first time gets its account then: every number is sent
 * a code, and whether one or an address is known shows in no answer and in no delay.
 */
export class SignIn {
  readonly #options: SignInOptions;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  /** @returns the phone's blind index, for `checkCode` */
  async requestCode(phone: Phone, language: Language): Promise<Outcome> {
    const { attempts, codes, index, sender, surroundings, log } = this.#options;
    const phoneIndex = index('phone', phone);
    const until = await attempts.lockedUntil(phoneIndex);
    if (until) return locked(until, surroundings.now());
    const code = await codes.make(phoneIndex);
    if (code) {
      sender
        .send({ phone, code, language })
        .catch((error: unknown) => log.error({ err: error }, 'a code was not sent'));
    }
    return { proven: phoneIndex.toString('base64url') };
  }

  /** @returns the participant's subject */
  async checkCode(phone: string, code: string): Promise<Outcome> {
    const { accounts, codes } = this.#options;
    const phoneIndex = Buffer.from(phone, 'base64url');
    return this.#try(phoneIndex, async () => {
      const result = await codes.use(phoneIndex, code);
      const account = result === 'RIGHT' ? await accounts.provenPhone(phoneIndex) : undefined;
      return account?.subject ?? { kind: result === 'EXPIRED' ? 'expiredCode' : 'wrongCode' };
    });
  }

  /** @returns the officer's subject, for `checkTotp` */
  async checkPassword(email: Email, password: string): Promise<Outcome> {
    const { accounts, index } = this.#options;
    const emailIndex = index('email', email);
    return this.#try(emailIndex, async () => {
      const officer = await accounts.officerByEmail(emailIndex);
      const isRight = await verifyPassword(password, officer?.passwordHash);
      return officer && isRight ? officer.subject : { kind: 'wrongPassword' };
    });
  }

  /** @returns the officer's subject */
  async checkTotp(subject: string, code: string): Promise<Outcome> {
    const { accounts, index, surroundings } = this.#options;
    return this.#try(index('totp', subject), async () => {
      const officer = await accounts.officerBySubject(subject);
      const step = officer && matchingStep(officer.totpSecret, code, surroundings.now());
      const isNew = step !== undefined && (await accounts.useTotpStep(subject, step));
      return isNew ? subject : { kind: 'wrongCode' };
    });
  }

  /** Takes one of the subject's tries before it looks, so that tries at the same moment cannot outrun the count. */
  async #try(
    subject: Buffer,
    check: () => Promise<string | { kind: 'wrongCode' | 'expiredCode' | 'wrongPassword' }>,
  ): Promise<Outcome> {
    const { attempts, surroundings } = this.#options;
    const attempt: Attempt = await attempts.take(subject);
    if (!attempt.isAllowed) return locked(attempt.lockedUntil, surroundings.now());
    const answer = await check();
    if (typeof answer === 'string') {
      await attempts.clear(subject);
      return { proven: answer };
    }
    if (attempt.triesLeft === 0) return locked(attempt.lockedUntil, surroundings.now());
    return { refusal: { kind: answer.kind, triesLeft: attempt.triesLeft } };
  }
}
