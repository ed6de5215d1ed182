import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import { isUuid } from '../../kit/ids.ts';
import { jakartaDayAfter } from '../../kit/jakarta.ts';
import { typedWithin } from '../../kit/typed-text.ts';
import { lockSettled } from './settled.service.ts';
import { SettlementRunEntity } from './settlement.entity.ts';
import { refusals } from './settlement.refusal.ts';
import {
  ADD_RUN,
  DROP_LINES,
  DROP_SETTLEMENTS,
  IS_ALTERED,
  OPEN_RUN,
  RUN_OF_PERIOD,
  STANDING,
  SUM,
  WITHHOLD,
} from './settlement.statement.ts';
import { SettlementStatus, transition } from './settlement.status.ts';
import { endOf, THE_RUN } from './settlement.work.ts';

interface SettlementOptions {
  work: Pick<FencedWork, 'attend'>;
  now: () => Date;
}

export interface SettlementCall {
  caller: Caller;
  requestId: string;
}

/** Makes, approves and rejects runs of settlements; each returns the run's id. */
export class SettlementService {
  readonly #options: SettlementOptions;

  constructor(options: SettlementOptions) {
    this.#options = options;
  }

  /**
   * Begins to gather what institutions and platforms are owed of purchases that were captured until a day, and waits a few
   * seconds for it. A period that has a run is answered with that.
   * @throws Refusal FORBIDDEN, SETTLEMENT_PERIOD_INVALID, SETTLEMENT_RUN_OPEN, NOTHING_TO_SETTLE
   */
  async create(em: EntityManager, until: string, { caller, requestId }: SettlementCall): Promise<string> {
    if (!caller.can('payout:create') || caller.id === null) throw refusals.mayNotCreate();
    const createdBy = caller.id;
    const id = await em.transactional(async (tx) => {
      const [known] = (await execute(tx, RUN_OF_PERIOD, [until])).rows;
      return known?.id ?? (await this.#add(tx, until, { createdBy, requestId }));
    });
    touched('SettlementRun', id);
    await this.#options.work.attend(THE_RUN);
    return id;
  }

  async #add(tx: EntityManager, until: string, made: { createdBy: string; requestId: string }): Promise<string> {
    const at = this.#options.now();
    if ((await execute(tx, OPEN_RUN)).rows.length > 0) throw refusals.open();
    const [standing] = (await execute(tx, STANDING, [endOf(until)])).rows;
    if (until >= jakartaDayAfter(at, 0) || until <= (standing?.last ?? '')) throw refusals.until();
    if (!standing?.isAnything) throw refusals.nothing();
    const [added] = (await execute(tx, ADD_RUN, [until, made.createdBy, at, made.requestId])).rows;
    // Somebody made one at this moment.
    const [first] = added ? [added] : (await execute(tx, RUN_OF_PERIOD, [until])).rows;
    if (!first) throw refusals.open();
    return first.id;
  }

  /**
   * Approves a run that somebody else made. Purchases that were refunded meanwhile are withheld; the others are settled.
   * @throws Refusal FORBIDDEN, SETTLEMENT_RUN_UNKNOWN, SETTLEMENT_TRANSITION_ILLEGAL, SETTLEMENT_SELF_APPROVAL,
   * SETTLEMENT_ALTERED
   */
  async approve(em: EntityManager, id: string, { caller }: { caller: Caller }): Promise<string> {
    touched('SettlementRun', id.slice(0, 128));
    if (!caller.can('payout:approve') || caller.id === null) throw refusals.mayNotApprove();
    const approvedBy = caller.id;
    await em.transactional(async (tx) => {
      await lockSettled(tx);
      const found = await this.#lock(tx, id);
      const status = transition(found.status, SettlementStatus.APPROVED);
      if (found.createdBy === approvedBy) throw refusals.selfApproval();
      const [checked] = (await execute(tx, IS_ALTERED, [id])).rows;
      if (checked?.isAltered !== false) throw refusals.altered();
      const [withheld] = (await execute(tx, WITHHOLD, [id])).rows;
      if (withheld && withheld.count > 0) await execute(tx, SUM, [id]);
      const totals = { withheldCount: withheld?.count ?? 0, withheldSum: withheld?.sum ?? 0n };
      Object.assign(found, { status, approvedBy, approvedAt: this.#options.now(), ...totals });
    });
    await this.#options.work.attend(THE_RUN);
    return id;
  }

  /**
   * Rejects a run: nothing is settled by it, and its purchases are part of the next one.
   * @throws Refusal FORBIDDEN, SETTLEMENT_REASON_MALFORMED, SETTLEMENT_RUN_UNKNOWN, SETTLEMENT_TRANSITION_ILLEGAL
   */
  async reject(em: EntityManager, id: string, { caller, reason }: { caller: Caller; reason: string }): Promise<string> {
    touched('SettlementRun', id.slice(0, 128));
    if (!caller.can('payout:approve') || caller.id === null) throw refusals.mayNotApprove();
    const rejectReason = typedWithin(reason, { least: 3, most: 500 });
    if (rejectReason === null) throw refusals.reason();
    const rejectedBy = caller.id;
    return em.transactional(async (tx) => {
      const found = await this.#lock(tx, id);
      const status = transition(found.status, SettlementStatus.REJECTED);
      for (const statement of [DROP_LINES, DROP_SETTLEMENTS]) await execute(tx, statement, [id]);
      Object.assign(found, { status, rejectedBy, rejectedAt: this.#options.now(), rejectReason });
      return id;
    });
  }

  async #lock(tx: EntityManager, id: string) {
    const found = isUuid(id)
      ? await tx.findOne(SettlementRunEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
      : null;
    if (!found) throw refusals.unknown();
    return found;
  }
}
