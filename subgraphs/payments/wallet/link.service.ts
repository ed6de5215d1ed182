import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import { once } from '../../kit/idempotency.ts';
import { Secret } from '../../kit/vault/secret.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { LOCK_CONDITIONS, REMEMBER_WALLETS } from '../entitlement/index.ts';
import { CURRENT, IS_ATTESTED, IS_OF_ANOTHER, LINK } from './link.statement.ts';
import { maskedNumber, readNumber } from './number.ts';
import { paymentPartners } from './partners.data.ts';
import { attestationRequested } from './wallet.events.ts';
import { ownerOf } from './wallet.policy.ts';
import { walletPlace } from './wallet.record.ts';
import { refusals } from './wallet.refusal.ts';
import { WalletState } from './wallet.status.ts';

/**
 * Days in which nothing is paid to an account that took the place of a verified one, and no third one is linked. Assumed:
 * no source of ours states it.
 */
export const COOLING_DAYS = 7;
const DAY_MS = 86_400_000;

interface LinkCall {
  caller: Caller;
  requestId: string;
  key: string;
}

/** An account as its partner writes it. */
interface Account {
  participant: string;
  partner: string;
  number: string;
  index: Buffer;
}

export interface LinkOptions {
  vault: Vault;
  outbox: Outbox;
  now: () => Date;
}

/** Links accounts to people. */
export class LinkService {
  readonly #options: LinkOptions;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /**
   * Links the caller's account, in the place of the one before. The same one again changes nothing.
   * @returns the participant's id
   * @throws Refusal FORBIDDEN, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED, PARTNER_UNKNOWN, NUMBER_MALFORMED,
   * WALLET_OF_ANOTHER, WALLET_COOLING
   */
  async link(
    em: EntityManager,
    input: { partner: string; number: string },
    { caller, requestId, key }: LinkCall,
  ): Promise<string> {
    const participant = ownerOf(caller);
    if (participant === null) throw refusals.forbidden();
    touched('Participant', participant);
    const partner = paymentPartners.find(({ code }) => code === input.partner);
    if (!partner) throw refusals.partnerUnknown();
    const number = readNumber(partner, input.number);
    if (number === null) throw refusals.numberMalformed();
    const index = this.#options.vault.blindIndex('account', number);
    // The index and not the number: what is kept of a call cannot be tried out.
    const body = { partner: partner.code, account: index.toString('hex') };
    return em.transactional((tx) =>
      once(tx, { caller: participant, operation: 'linkWallet', key, body }, () =>
        this.#link(tx, { participant, partner: partner.code, number, index }, requestId),
      ),
    );
  }

  async #link(tx: EntityManager, account: Account, requestId: string): Promise<string> {
    const { participant, partner, number } = account;
    const at = this.#options.now();
    const [index = account.index] = await this.#options.vault.storedIndexes(tx, [
      { kind: 'account', index: account.index },
    ]);
    await execute(tx, LOCK_CONDITIONS, [[participant]]);
    const [current] = (await execute(tx, CURRENT, [participant])).rows;
    if (current?.partner === partner && current.index?.equals(index)) return participant;
    const coolsUntil = current?.usableFrom && current.usableFrom > at ? current.usableFrom : null;
    // An account that cannot be paid is mended at any time.
    const isMended = current?.state === WalletState.MISMATCH || current?.state === WalletState.INACTIVE;
    if (coolsUntil && !isMended) throw refusals.cooling();
    const [taken] = (await execute(tx, IS_OF_ANOTHER, [partner, index, participant])).rows;
    if (taken?.isOfAnother) throw refusals.ofAnother();
    const value = new Secret('account', number);
    const [sealed] = await this.#options.vault.seal(tx, [{ ...walletPlace(participant), value }]);
    const wasVerified = current?.state === WalletState.VERIFIED;
    const usableFrom = wasVerified ? new Date(at.getTime() + COOLING_DAYS * DAY_MS) : coolsUntil;
    await execute(tx, LINK, [participant, partner, maskedNumber(number), sealed, index, at, usableFrom]);
    await execute(tx, REMEMBER_WALLETS, [[participant], [at], [null]]);
    const [known] = (await execute(tx, IS_ATTESTED, [participant])).rows;
    if (!known?.isAttested) {
      await this.#options.outbox.add(tx, attestationRequested, { data: { participants: [participant] }, requestId });
    }
    return participant;
  }
}
