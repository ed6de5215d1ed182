import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { isUuid } from '../../kit/ids.ts';
import { type Account, post } from '../ledger/index.ts';
import { LOCK_COMMITMENT, LOCK_YEAR } from './budget.statement.ts';
import { CarryOverEntity } from './carry-over.entity.ts';
import { refusals } from './carry-over.refusal.ts';
import { commitmentOf } from './commitment.service.ts';
import { isInSeason } from './season.ts';

interface OfficerCall {
  caller: Caller;
  requestId: string;
}

/** @returns who decides. @throws Refusal FORBIDDEN */
const decider = ({ id, can }: Caller): string => {
  if (!can('budget:decide') || id === null) throw refusals.forbidden();
  return id;
};

/** Carries committed money over to the next year, by two people. */
export class CarryOverService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /** @throws Refusal FORBIDDEN, REASON_MALFORMED, NOTHING_COMMITTED, CARRY_OVER_OUT_OF_SEASON, CARRY_OVER_OPEN */
  async propose(em: EntityManager, { caller, wave, reason }: OfficerCall & { wave: number; reason: string }) {
    touched('Wave', String(wave));
    const proposedBy = decider(caller);
    const text = reason.trim();
    if (text.length < 3 || text.length > 500) throw refusals.reason();
    return em.transactional(async (tx) => {
      // One after the other: the second one finds the proposal of the first.
      await execute(tx, LOCK_COMMITMENT, [wave]);
      const commitment = await commitmentOf(tx, wave);
      if (!commitment || commitment.left <= 0n) throw refusals.nothingLeft();
      const { year, left } = commitment;
      if (!isInSeason(year, this.#now())) throw refusals.season(year);
      if (await tx.findOne(CarryOverEntity, { waveNumber: wave, approvedAt: null })) throw refusals.open();
      const years = { fromYear: year, toYear: year + 1 };
      const open = { approvedBy: null, approvedAt: null, carried: null };
      const proposal = { waveNumber: wave, ...years, amount: left, reason: text, proposedBy, ...open };
      return tx.create(CarryOverEntity, { ...proposal, proposedAt: this.#now() });
    });
  }

  /**
   * Takes the money out of the one year and puts it into the next: an entry in each, so that each year's entries sum to
   * zero.
   * @throws Refusal FORBIDDEN, CARRY_OVER_UNKNOWN, CARRY_OVER_ALREADY_APPROVED, CARRY_OVER_SELF_APPROVAL,
   * CARRY_OVER_OUT_OF_SEASON, NOTHING_COMMITTED
   */
  async approve(em: EntityManager, { caller, requestId, id }: OfficerCall & { id: string }) {
    touched('CarryOver', id.slice(0, 128));
    const approvedBy = decider(caller);
    if (!isUuid(id)) throw refusals.unknown();
    return em.transactional(async (tx) => {
      const found = await tx.findOne(CarryOverEntity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!found) throw refusals.unknown();
      if (found.approvedAt !== null) throw refusals.approved();
      if (found.proposedBy === approvedBy) throw refusals.selfApproval();
      const { waveNumber, fromYear, toYear, amount } = found;
      const at = this.#now();
      if (!isInSeason(fromYear, at)) throw refusals.season(fromYear);
      for (const year of [fromYear, toYear]) await execute(tx, LOCK_YEAR, [year]);
      await execute(tx, LOCK_COMMITMENT, [waveNumber]);
      const { left = 0n, year } = (await commitmentOf(tx, waveNumber)) ?? {};
      let carried = amount;
      if (left < carried) carried = left;
      if (carried <= 0n || year !== fromYear) throw refusals.nothingLeft();
      const move = (of: number, from: Account, to: Account) =>
        post(tx, {
          kind: 'CARRY',
          reference: `carry:${id}:${of}`,
          waveNumber,
          year: of,
          at,
          requestId,
          postings: [
            { account: from, participantId: null, amount: -carried },
            { account: to, participantId: null, amount: carried },
          ],
        });
      await move(fromYear, 'COMMITTED', 'TREASURY');
      await move(toYear, 'TREASURY', 'COMMITTED');
      Object.assign(found, { approvedBy, approvedAt: at, carried });
      return found;
    });
  }
}
