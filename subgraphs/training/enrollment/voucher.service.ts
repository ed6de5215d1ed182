import type { EntityManager } from '@mikro-orm/postgresql';
import { refusedButKept, touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { Outbox } from '../../kit/events/outbox.ts';
import type { Tell } from '../../kit/facts.ts';
import { isUuid } from '../../kit/ids.ts';
import { Refusal } from '../../kit/refusal.ts';
import type { SaleCall } from './end.service.ts';
import { redeemAll } from './move.service.ts';
import { voucherRedeemed } from './sale.events.ts';
import { refusals } from './sale.refusal.ts';
import { factsOf } from './sale.service.ts';
import { COUNT_TRY, LOCK_ENROLLMENT, LOCK_VOUCHER, SET_VOUCHER, TRIES } from './sale.statement.ts';
import { newVoucherCode, voucherHash } from './voucher.code.ts';

const MOST_TRIES = 100;
const TRIES_COUNT_MS = 86_400_000;

export interface VoucherServiceOptions {
  outbox: Outbox;
  tell: Tell;
  now: () => Date;
}

/** The organisation that accepts vouchers by this caller. @throws Refusal FORBIDDEN */
const acceptingOrganization = (caller: Caller): string => {
  if (!caller.can('attendance:record') || !caller.org || !isUuid(caller.org)) throw refusals.notInstitution();
  return caller.org;
};

/** Gives people vouchers and lets institutions accept them. */
export class VoucherService {
  readonly #options: VoucherServiceOptions;

  constructor(options: VoucherServiceOptions) {
    this.#options = options;
  }

  /**
   * Makes a voucher for the caller's PAID enrolment, in the place of the one before. Only its hash is kept.
   * @returns the code
   * @throws Refusal FORBIDDEN, ENROLLMENT_UNKNOWN, ENROLLMENT_NOT_PAID
   */
  async issue(em: EntityManager, id: string, caller: Caller): Promise<string> {
    touched('Enrollment', id);
    if (!caller.can('self') || !caller.id) throw refusals.notOneself();
    const key = [caller.id, id];
    if (!key.every(isUuid)) throw refusals.enrollmentUnknown();
    const code = newVoucherCode();
    return em.transactional(async (tx) => {
      const { rows } = await execute(tx, SET_VOUCHER, [...key, voucherHash(code)]);
      if (rows.length > 0) return code;
      if ((await execute(tx, LOCK_ENROLLMENT, key)).rows.length === 0) throw refusals.enrollmentUnknown();
      throw refusals.notPaid();
    });
  }

  /**
   * Accepts a voucher of a course that the caller's institution teaches, once.
   * @returns the id of the enrolment
   * @throws Refusal FORBIDDEN, VOUCHER_UNKNOWN, VOUCHER_ALREADY_USED, VOUCHER_ENDED, TOO_MANY_VOUCHER_TRIES
   */
  async redeem(em: EntityManager, code: string, { caller, requestId }: SaleCall): Promise<string> {
    const organization = acceptingOrganization(caller);
    const result = await em.transactional((tx) => this.#redeemOrCount(tx, code, { organization, requestId }));
    if (result instanceof Refusal) throw result;
    return result;
  }

  async #redeemOrCount(
    tx: EntityManager,
    code: string,
    { organization, requestId }: { organization: string; requestId: string },
  ): Promise<string | Refusal> {
    const now = this.#options.now();
    const tries = (await execute(tx, TRIES, [organization, now])).rows[0]?.tries ?? 0;
    if (tries >= MOST_TRIES) throw refusals.tooManyTries();
    const hash = voucherHash(code);
    const [found] = hash ? (await execute(tx, LOCK_VOUCHER, [hash, organization])).rows : [];
    if (!found) {
      await execute(tx, COUNT_TRY, [organization, now, new Date(now.getTime() + TRIES_COUNT_MS)]);
      const refusal = refusals.voucherUnknown();
      refusedButKept(refusal.code);
      return refusal;
    }
    const { participantId, id, status } = found;
    touched('Enrollment', id);
    if (status === 'VOIDED' || status === 'CANCELLED' || status === 'EXPIRED') throw refusals.voucherEnded();
    const isRedeemed = (await redeemAll(tx, [{ participant: participantId, enrollment: id }], now)) === 1;
    if (!isRedeemed) throw refusals.voucherUsed();
    const { outbox, tell } = this.#options;
    const data = { enrollment: id, participant: participantId, at: now.toISOString() };
    await outbox.add(tx, voucherRedeemed, { data, requestId });
    await tell(tx, factsOf('voucher.redeemed', id, found), requestId);
    return id;
  }
}
