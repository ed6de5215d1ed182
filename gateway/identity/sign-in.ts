import type { Language } from '../../subgraphs/kit/language.ts';
import type { Logger } from '../../subgraphs/kit/log.ts';
import type { Accounts } from './accounts.ts';
import type { Attempts } from './attempts.ts';
import type { BlindIndex } from './blind-index.ts';
import type { Budgets } from './budgets.ts';
import type { Phone } from './contact.ts';
import type { OneTimeCodes } from './one-time-codes.ts';
import { type Outcome, refusedUntil, type Visitor } from './outcome.ts';
import type { CodeSender } from './sender.ts';
import type { Surroundings } from './surroundings.ts';

export interface SignInOptions {
  accounts: Accounts;
  attempts: Attempts;
  budgets: Budgets;
  codes: OneTimeCodes;
  sender: CodeSender;
  index: BlindIndex;
  surroundings: Surroundings;
  log: Logger;
}

/**
 * How participants prove who they are. A phone that is proven for the first time gets its account then: every number is
 * sent a code, and whether one is known shows in no answer and in no delay.
 */
export class SignIn {
  readonly #options: SignInOptions;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  /** @returns the phone's blind index, for `checkCode` */
  async requestCode(phone: Phone, { network, language }: Visitor & { language: Language }): Promise<Outcome> {
    const { attempts, budgets, codes, index, sender, surroundings, log } = this.#options;
    const phoneIndex = index('phone', phone);
    const crowdedUntil = await budgets.spend('codesSent', network);
    if (crowdedUntil) return refusedUntil('crowded', crowdedUntil, surroundings.now());
    const until = await attempts.lockedUntil(phoneIndex);
    if (until) return refusedUntil('locked', until, surroundings.now());
    const code = await codes.make(phoneIndex);
    if (code) {
      sender
        .send({ phone, code, language })
        .catch((error: unknown) => log.error({ err: error }, 'a code was not sent'));
    }
    return { proven: phoneIndex.toString('base64url') };
  }

  /** A right code costs its network nothing: neither the try nor the sending. @returns the participant's subject */
  async checkCode(phone: string, code: string, { network }: Visitor): Promise<Outcome> {
    const { accounts, attempts, budgets, codes, surroundings } = this.#options;
    const phoneIndex = Buffer.from(phone, 'base64url');
    const crowdedUntil = await budgets.spend('codesTried', network);
    if (crowdedUntil) return refusedUntil('crowded', crowdedUntil, surroundings.now());
    const attempt = await attempts.take(phoneIndex);
    if (!attempt.isAllowed) return refusedUntil('locked', attempt.until, surroundings.now());
    const result = await codes.use(phoneIndex, code);
    const account = result === 'RIGHT' ? await accounts.provenPhone(phoneIndex) : undefined;
    if (!account) return attempts.wrong(attempt, result === 'EXPIRED' ? 'expiredCode' : 'wrongCode');
    await attempts.clear(phoneIndex);
    await budgets.giveBack('codesTried', network);
    await budgets.giveBack('codesSent', network);
    return { proven: account.subject };
  }
}
