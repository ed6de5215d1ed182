import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import { openFromEvent } from '../../kit/events/sealed.ts';
import type { Logger } from '../../kit/log.ts';
import type { IdentityReads } from '../../kit/vault/identity-reads.ts';
import type { Vault } from '../../kit/vault/vault.ts';
import { ownPhoneOf } from '../identity/contact.service.ts';
import { type CodeSender, VerificationChannel } from '../verification/index.ts';
import type { codeRequested } from './purchase-code.events.ts';

export interface PurchaseCodeOptions {
  database: Database;
  vault: Vault;
  identityReads: IdentityReads;
  sender: CodeSender;
  /** The secret of the events from payments. */
  secret: string;
  log: Pick<Logger, 'warn'>;
  now: () => Date;
}

/** Sends the codes that payments makes for purchases: only `pmo` knows people's numbers. */
export class PurchaseCodeService {
  readonly #options: PurchaseCodeOptions;

  constructor(options: PurchaseCodeOptions) {
    this.#options = options;
  }

  /**
   * Sends a code to the registered number of its person, in the background, as confirmation codes are sent; the person
   * sees the read of their number. A code that came too late, or whose person was erased, goes nowhere.
   */
  send = async (
    _tx: EntityManager,
    data: EventData<typeof codeRequested>,
    { requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    const { secret, sender, log, now } = this.#options;
    const { enrollment, participant, price, language, sealedCode, expiresAt } = data;
    if (new Date(expiresAt) <= now()) return;
    const code = openFromEvent({ secret, purpose: 'purchase code', about: enrollment }, sealedCode);
    const to = await ownPhoneOf(this.#options, participant, { requestId, language });
    if (to === null) return;
    void sender
      .send({ channel: VerificationChannel.PHONE, to, code, language, price })
      .catch((error: unknown) => log.warn({ err: error, requestId }, 'a purchase code was not sent'));
  };
}
