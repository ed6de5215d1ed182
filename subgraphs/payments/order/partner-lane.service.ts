import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { paymentPartners } from '../wallet/index.ts';
import { PayoutLaneEntity } from './order.entity.ts';
import { refusals } from './order.refusal.ts';

const MOST_PER_SECOND = 100_000;

export const mayNotSteer = () => notAllowed({ scopes: ['payout:approve'] });

export interface LaneLimits {
  perSecond: number | null;
  dailyLimit: bigint | null;
}

/** Pauses, resumes and bounds the payouts to one partner; each returns the partner's code. */
export class PartnerLanes {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /** @throws Refusal FORBIDDEN, PAYMENT_PARTNER_UNKNOWN */
  async pause(em: EntityManager, partner: string, { caller }: { caller: Caller }): Promise<string> {
    return this.#change(em, { partner, caller }, { isPaused: true });
  }

  /** @throws Refusal FORBIDDEN, PAYMENT_PARTNER_UNKNOWN */
  async resume(em: EntityManager, partner: string, { caller }: { caller: Caller }): Promise<string> {
    return this.#change(em, { partner, caller }, { isPaused: false });
  }

  /** @throws Refusal FORBIDDEN, PARTNER_LIMITS_OUT_OF_RANGE, PAYMENT_PARTNER_UNKNOWN */
  async bound(em: EntityManager, limits: LaneLimits & { partner: string }, { caller }: { caller: Caller }) {
    const { partner, perSecond, dailyLimit } = limits;
    const isRate = perSecond === null || (perSecond >= 1 && perSecond <= MOST_PER_SECOND);
    if (!isRate || (dailyLimit !== null && dailyLimit < 1n)) throw refusals.limits();
    return this.#change(em, { partner, caller }, { perSecond, dailyLimit });
  }

  async #change(
    em: EntityManager,
    { partner, caller }: { partner: string; caller: Caller },
    change: Partial<LaneLimits & { isPaused: boolean }>,
  ): Promise<string> {
    touched('PaymentPartner', partner);
    if (!caller.can('payout:approve') || caller.id === null) throw mayNotSteer();
    if (!paymentPartners.some(({ code }) => code === partner)) throw refusals.partnerUnknown();
    const changedBy = caller.id;
    return em.transactional(async (tx) => {
      const changedAt = this.#now();
      const none = { isPaused: false, perSecond: null, dailyLimit: null, tokens: 0, daySum: 0n };
      const start = { tokensAt: changedAt, day: jakartaDayAfter(changedAt, 0) };
      await tx.upsert(
        PayoutLaneEntity,
        { partnerCode: partner, ...none, ...start, changedBy, changedAt },
        { onConflictAction: 'ignore' },
      );
      const lane = await tx.findOneOrFail(
        PayoutLaneEntity,
        { partnerCode: partner },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      Object.assign(lane, { ...change, changedBy, changedAt });
      return partner;
    });
  }
}
