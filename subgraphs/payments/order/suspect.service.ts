import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { isUuid } from '../../kit/ids.ts';
import { column, statement } from '../../kit/statement.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { RejectionReason } from '../disbursement/index.ts';
import type { HearService } from './hear.service.ts';
import { SuspectVerdictEntity } from './order.entity.ts';
import { refusals } from './order.refusal.ts';
import { OrderState } from './order.status.ts';

const LAST_ORDER = statement(
  'suspect-last-order',
  { id: column.uuid },
  `select id from disbursement_order where disbursement_id = $1 order by ordered_at desc, id desc limit 1`,
);

export const mayNotResolve = () => notAllowed({ scopes: ['payout:approve'] });

interface Said {
  disbursement: string;
  outcome: 'PAID' | 'NOT_PAID';
  evidence: string;
}

/** Decides what became of orders of which no partner gives a clear answer. */
export class SuspectService {
  readonly #hears: HearService;
  readonly #now: () => Date;

  constructor({ hears, now }: { hears: HearService; now: () => Date }) {
    this.#hears = hears;
    this.#now = now;
  }

  /**
   * Proposes what became of a suspect or, when another person has proposed the same, confirms it: PAID settles the payout,
   * NOT_PAID lets it be ordered anew.
   * @returns the payout's id
   * @throws Refusal FORBIDDEN, EVIDENCE_MALFORMED, DISBURSEMENT_UNKNOWN, DISBURSEMENT_NOT_SUSPECT,
   * SUSPECT_SELF_CONFIRMATION, SUSPECT_OUTCOME_DIFFERS
   */
  async resolve(em: EntityManager, said: Said, { caller }: { caller: Caller }): Promise<string> {
    const { disbursement, outcome } = said;
    touched('Disbursement', disbursement);
    if (!caller.can('payout:approve') || caller.id === null) throw mayNotResolve();
    const person = caller.id;
    const evidence = typedWithin(said.evidence, { least: 3, most: 500 });
    if (evidence === null) throw refusals.evidence();
    return em.transactional(async (tx) => {
      const order = await this.#lock(tx, disbursement);
      const known = await tx.findOne(
        SuspectVerdictEntity,
        { orderId: order.id },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      const at = this.#now();
      if (!known) {
        const open = { confirmedBy: null, confirmedAt: null };
        const proposal = { orderId: order.id, outcome, evidence, proposedBy: person, proposedAt: at };
        tx.create(SuspectVerdictEntity, { ...proposal, ...open });
        return disbursement;
      }
      if (known.proposedBy === person) throw refusals.selfConfirmation();
      if (known.outcome !== outcome) throw refusals.outcomeDiffers(known.outcome);
      Object.assign(known, { confirmedBy: person, confirmedAt: at });
      const state = outcome === 'PAID' ? OrderState.PAID : OrderState.FAILED;
      const because = RejectionReason.NOT_PAID;
      const change = { kind: 'MOVED', state } as const;
      await this.#hears.apply(tx, [{ order, change, code: `RESOLVED_${outcome}`, partnerReference: null, because }]);
      return disbursement;
    });
  }

  async #lock(tx: EntityManager, disbursement: string) {
    if (!isUuid(disbursement)) throw refusals.disbursementUnknown();
    const [last] = (await execute(tx, LAST_ORDER, [disbursement])).rows;
    const [order] = last ? await this.#hears.lock(tx, [last.id]) : [];
    if (!order) throw refusals.disbursementUnknown();
    if (order.state !== OrderState.SUSPECT) throw refusals.notSuspect();
    return order;
  }
}
