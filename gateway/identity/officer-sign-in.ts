import type { Accounts, OfficerAccount } from './accounts.ts';
import type { Attempt, Attempts } from './attempts.ts';
import type { BlindIndex } from './blind-index.ts';
import type { Budgets } from './budgets.ts';
import type { Email } from './contact.ts';
import type { Devices } from './devices.ts';
import { busy, type Outcome, type Refusal, refusedUntil, type Visitor } from './outcome.ts';
import { verifyPassword } from './password.ts';
import type { Surroundings } from './surroundings.ts';
import { matchingStep } from './totp.ts';
import { type Place, QueueBusy } from './work-queue.ts';

export interface OfficerSignInOptions {
  accounts: Accounts;
  attempts: Attempts;
  budgets: Budgets;
  devices: Devices;
  index: BlindIndex;
  surroundings: Surroundings;
}

/** What is tried, by whom, and how it is checked. */
interface Try {
  kind: 'passwordsTried' | 'codesTried';
  /** The blind index of what is tried, known or not. */
  subject: Buffer;
  visitor: Visitor;
  officer: OfficerAccount | undefined;
  wrong: 'wrongPassword' | 'wrongCode';
  check(): Promise<boolean>;
}

/** A try that was counted; `giveBack` when it was right, or was none. */
interface TryCount {
  place: Buffer;
  attempt: Attempt;
  giveBack(): Promise<void>;
}

/**
 * How officers prove who they are. Tries count by account and place: a stranger locks the account for the own network
 * only, never for a device in which the officer signed in before. Unknown addresses take the same way.
 */
export class OfficerSignIn {
  readonly #options: OfficerSignInOptions;

  constructor(options: OfficerSignInOptions) {
    this.#options = options;
  }

  /** @returns the officer's subject, for `checkTotp` */
  async checkPassword(
    { email, password }: { email: Email; password: string },
    visitor: Visitor,
    place: Place,
  ): Promise<Outcome> {
    const { accounts, index, surroundings } = this.#options;
    const subject = index('email', email);
    const officer = await accounts.officerByEmail(subject);
    const check = async () => {
      const isRight = await place.run(() => verifyPassword(password, officer?.passwordHash));
      return isRight && officer !== undefined;
    };
    const tried: Try = { kind: 'passwordsTried', subject, visitor, officer, wrong: 'wrongPassword', check };
    return this.#try(tried).catch((error: unknown) => {
      if (error instanceof QueueBusy) return busy(surroundings.now());
      throw error;
    });
  }

  /** @returns the officer's subject, and the cookie that remembers the device */
  async checkTotp(subject: string, code: string, visitor: Visitor): Promise<Outcome> {
    const { accounts, devices, index, surroundings } = this.#options;
    const officer = await accounts.officerBySubject(subject);
    const check = async () => {
      const step = officer && matchingStep(officer.totpSecret, code, surroundings.now());
      return step !== undefined && (await accounts.useTotpStep(subject, step));
    };
    const tried: Try = {
      kind: 'codesTried',
      subject: index('totp', subject),
      visitor,
      officer,
      wrong: 'wrongCode',
      check,
    };
    const outcome = await this.#try(tried);
    return outcome.proven && officer ? { ...outcome, cookie: devices.cookieFor(officer) } : outcome;
  }

  /** Counts the try before it looks, so that tries at the same moment cannot outrun the count. */
  async #try(tried: Try): Promise<Outcome> {
    const counted = await this.#count(tried);
    if ('refusal' in counted) return counted;
    const { attempt, giveBack } = counted;
    const isRight = await tried.check().catch(async (error: unknown) => {
      await giveBack();
      throw error;
    });
    if (!isRight || !tried.officer) return this.#options.attempts.wrong(attempt, tried.wrong);
    await giveBack();
    await this.#options.attempts.clear(counted.place);
    return { proven: tried.officer.subject };
  }

  /** A device that is known counts for itself only; anybody else counts on the network, and on the account from all places. */
  async #count({ kind, subject, visitor, officer }: Try): Promise<TryCount | { refusal: Refusal }> {
    const { attempts, budgets, devices, index, surroundings } = this.#options;
    const { network, device } = visitor;
    const isKnown = devices.isOf(device, officer);
    const crowdedUntil = isKnown ? undefined : await budgets.spend(kind, network);
    if (crowdedUntil) return refusedUntil('crowded', crowdedUntil, surroundings.now());
    const from = isKnown ? device.id : network.toString('base64url');
    const place = index('place', `${subject.toString('base64url')}\0${from}`);
    const attempt = await attempts.take(place);
    if (!attempt.isAllowed) return refusedUntil('locked', attempt.until, surroundings.now());
    const spacedUntil = isKnown ? undefined : await budgets.spendAccount(subject);
    if (spacedUntil) {
      await attempts.giveBack(place);
      return refusedUntil('locked', spacedUntil, surroundings.now());
    }
    const giveBack = async () => {
      await attempts.giveBack(place);
      if (isKnown) return;
      await budgets.giveBack(kind, network);
      await budgets.giveBackAccount(subject);
    };
    return { place, attempt, giveBack };
  }
}
