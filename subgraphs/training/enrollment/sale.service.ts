import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from '../../kit/database.ts';
import type { EventData } from '../../kit/events/event.ts';
import type { ReceivedEvent } from '../../kit/events/inbox.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Fact, Tell } from '../../kit/facts.ts';
import type { Logger } from '../../kit/log.ts';
import { bar, type participantsBarred, type recipientsRevoked, revoke } from '../recipient/index.ts';
import type { EndService } from './end.service.ts';
import { VOID } from './end.statement.ts';
import { ReleaseReason } from './release.reason.ts';
import {
  type purchaseAuthorized,
  type purchaseVoided,
  seatReleased,
  type voidRequested,
  voucherRedeemed,
} from './sale.events.ts';
import { LOCK_CLASS, LOCK_ENROLLMENT, PAY, type PaidEnrollment } from './sale.statement.ts';

export interface SaleServiceOptions {
  ends: EndService;
  outbox: Outbox;
  tell: Tell;
  log: Logger;
  now: () => Date;
}

interface Purchase {
  enrollment: string;
  participant: string;
  at: string;
}

/** Tells the organisations of a course what happened to an enrolment in it. */
export const factsOf = (
  type: 'seat.paid' | 'voucher.redeemed',
  enrollment: string,
  { course, platformOrganization, institutionOrganization }: Omit<PaidEnrollment, 'price'>,
): Fact[] =>
  [platformOrganization, institutionOrganization].flatMap((organization): Fact[] =>
    organization === null ? [] : [{ organization, type, subject: enrollment, data: { enrollment, course } }],
  );

/**
 * Acts on what `payments` says of purchases and pmo of awards. Whatever order events come in and however often: the
 * first one that ends an enrolment or uses its voucher decides, and every later one gets the same answer.
 */
export class SaleService {
  readonly #options: SaleServiceOptions;

  constructor(options: SaleServiceOptions) {
    this.#options = options;
  }

  /** Marks a held seat as paid. A seat that is free again stays so: `payments` hears of it and refunds. */
  authorized = async (
    tx: EntityManager,
    { amount, ...purchase }: EventData<typeof purchaseAuthorized>,
    { requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    const [paid] = await this.#pay(tx, purchase, requestId);
    if (paid && paid.price !== BigInt(amount)) {
      this.#options.log.error({ requestId, ...purchase, amount }, 'a purchase was authorised at another price');
    }
  };

  /** Ends an enrolment whose money is back in the balance. */
  voided = async (
    tx: EntityManager,
    purchase: EventData<typeof purchaseVoided>,
    { requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    if (await this.#void(tx, purchase, requestId)) return;
    const found = await this.#find(tx, purchase);
    if (!found?.releaseReason) {
      this.#options.log.error({ requestId, ...purchase }, 'a purchase was voided whose voucher was used');
    }
  };

  /** Answers a wish to undo a purchase: yes until the voucher is used, and for ever what was answered first. */
  voidRequested = async (
    tx: EntityManager,
    purchase: EventData<typeof voidRequested>,
    { requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    if (await this.#void(tx, purchase, requestId)) return;
    const found = await this.#find(tx, purchase);
    if (!found) {
      this.#options.log.error({ requestId, ...purchase }, 'a void was requested for an unknown enrolment');
      return;
    }
    const { enrollment, participant } = purchase;
    const { releaseReason: reason, releasedAt, redeemedAt } = found;
    const at = (releasedAt ?? redeemedAt ?? this.#options.now()).toISOString();
    const { outbox } = this.#options;
    if (reason) await outbox.add(tx, seatReleased, { data: { enrollment, participant, reason, at }, requestId });
    else await outbox.add(tx, voucherRedeemed, { data: { enrollment, participant, at }, requestId });
  };

  /** Takes the right to buy from people whose award was revoked, and what they hold. */
  revoked = async (
    tx: EntityManager,
    data: EventData<typeof recipientsRevoked>,
    { requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    await revoke(tx, data);
    await this.#options.ends.takeAway(tx, data.participants, requestId);
  };

  /** Takes the right to buy from people who were barred, and what they hold. */
  barred = async (
    tx: EntityManager,
    data: EventData<typeof participantsBarred>,
    { requestid: requestId }: ReceivedEvent,
  ): Promise<void> => {
    await bar(tx, data);
    await this.#options.ends.takeAway(tx, data.participants, requestId);
  };

  async #pay(tx: EntityManager, { enrollment, participant, at }: Purchase, requestId: string) {
    const { rows } = await execute(tx, PAY, [participant, enrollment, new Date(at)]);
    await this.#options.tell(
      tx,
      rows.flatMap((row) => factsOf('seat.paid', enrollment, row)),
      requestId,
    );
    return rows;
  }

  /**
   * Voids an enrolment whose voucher was not used. Whoever wants one back has authorised it before, although that may
   * come later: it is paid first.
   */
  async #void(tx: EntityManager, purchase: Purchase, requestId: string): Promise<boolean> {
    const { enrollment, participant } = purchase;
    await execute(tx, LOCK_CLASS, [participant, enrollment]);
    await this.#pay(tx, purchase, requestId);
    const { rows } = await execute(tx, VOID, [this.#options.now(), participant, enrollment]);
    await this.#options.ends.release(tx, rows, { reason: ReleaseReason.VOIDED, requestId });
    return rows.length > 0;
  }

  async #find(tx: EntityManager, { enrollment, participant }: Purchase) {
    return (await execute(tx, LOCK_ENROLLMENT, [participant, enrollment])).rows[0];
  }
}
