import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { execute } from '../../kit/database.ts';
import { notAllowed } from '../../kit/forbidden.ts';
import { isUuid } from '../../kit/ids.ts';
import type { RowsOf } from '../../kit/statement.ts';
import { typedText, typedWithin } from '../../kit/typed-text.ts';
import { post } from '../ledger/index.ts';
import { DifferenceKind, isGone, isUndecided, postingsOf, Resolution, settledFact } from './difference.policy.ts';
import {
  CLAIM_DECIDED,
  HOLD_ORDER,
  LOCK_DIFFERENCE,
  PARTNER_OF,
  PROPOSE,
  RESOLVE,
  TELL_MISSING,
  WITHDRAW_PROPOSAL,
} from './difference.statement.ts';
import { holdPartner } from './partner.lock.ts';
import { refusals } from './reconciliation.refusal.ts';
import { DifferenceStatus, differenceTransition } from './reconciliation.status.ts';
import { LineStatus } from './settlement-file.ts';

export interface NewResolution {
  difference: string;
  resolution: Resolution;
  evidence: string;
}

export interface DecisionCall {
  caller: Caller;
  requestId: string;
}

type DifferenceRow = RowsOf<typeof LOCK_DIFFERENCE> & { partner: string };

const demandDecider = (caller: Caller): string => {
  if (!caller.can('reconciliation:decide') || caller.id === null)
    throw notAllowed({ scopes: ['reconciliation:decide'] });
  return caller.id;
};

const lock = async (tx: EntityManager, id: string): Promise<DifferenceRow> => {
  const [known] = isUuid(id) ? (await execute(tx, PARTNER_OF, [id])).rows : [];
  if (!known) throw refusals.difference();
  await holdPartner(tx, known.partner);
  const [found] = (await execute(tx, LOCK_DIFFERENCE, [id])).rows;
  if (!found) throw refusals.difference();
  return { ...found, partner: known.partner };
};

/** Decides differences: one person says what is right, another one confirms it. */
export class DifferenceService {
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** @throws Refusal FORBIDDEN, DIFFERENCE_UNKNOWN, EVIDENCE_LENGTH, DIFFERENCE_TRANSITION_ILLEGAL, ORDER_UNDECIDED, DIFFERENCE_CHANGED */
  async propose(em: EntityManager, input: NewResolution, { caller }: DecisionCall): Promise<string> {
    const by = demandDecider(caller);
    const evidence = typedWithin(input.evidence, { least: 3, most: 500, read: typedText });
    if (evidence === null) throw refusals.evidence();
    return em.transactional(async (tx) => {
      const found = await lock(tx, input.difference);
      differenceTransition(found.status, DifferenceStatus.PROPOSED);
      // What is proposed is proposed of the order as it is now.
      const facts = { ...found, ledgerState: found.orderState };
      if (isUndecided(facts)) throw refusals.undecided();
      if (isGone(facts)) throw refusals.changed();
      await execute(tx, PROPOSE, [found.id, input.resolution, evidence, by, this.#now(), facts.ledgerState]);
      touched('ReconciliationDifference', found.id);
      return found.id;
    });
  }

  /**
   * Confirms a proposal and posts what it means, in one transaction.
   * @throws Refusal FORBIDDEN, DIFFERENCE_UNKNOWN, DIFFERENCE_TRANSITION_ILLEGAL, DIFFERENCE_SAME_PERSON,
   * DIFFERENCE_CHANGED
   */
  async confirm(em: EntityManager, id: string, { caller, requestId }: DecisionCall): Promise<string> {
    const by = demandDecider(caller);
    return em.transactional(async (tx) => {
      const found = await lock(tx, id);
      differenceTransition(found.status, DifferenceStatus.RESOLVED);
      if (found.proposedBy === by) throw refusals.samePerson();
      if (found.order !== null) await execute(tx, HOLD_ORDER, [found.order]);
      // Read again, since the order may have changed until it was held.
      const [{ orderState } = found] = (await execute(tx, LOCK_DIFFERENCE, [id])).rows;
      if (orderState !== found.ledgerState) throw refusals.changed();
      await execute(tx, RESOLVE, [id, by, this.#now()]);
      await this.#settle(tx, found, requestId);
      touched('ReconciliationDifference', id);
      return id;
    });
  }

  /** Takes a proposal back, whoever made it. @throws Refusal FORBIDDEN, DIFFERENCE_UNKNOWN, DIFFERENCE_TRANSITION_ILLEGAL */
  async reject(em: EntityManager, id: string, { caller }: DecisionCall): Promise<string> {
    demandDecider(caller);
    return em.transactional(async (tx) => {
      const found = await lock(tx, id);
      differenceTransition(found.status, DifferenceStatus.OPEN);
      await execute(tx, WITHDRAW_PROPOSAL, [found.id]);
      touched('ReconciliationDifference', found.id);
      return found.id;
    });
  }

  async #settle(tx: EntityManager, found: DifferenceRow, requestId: string) {
    const resolution = found.resolution as Resolution;
    const fact = settledFact(found, resolution);
    if (fact !== null && found.order !== null) {
      const awaitsLine = found.kind === DifferenceKind.MISSING && resolution === Resolution.KEEP_LEDGER;
      const { affected } = await execute(tx, CLAIM_DECIDED, [found.order, fact, found.fileId, awaitsLine]);
      if (affected === 0) throw refusals.changed();
    }
    if (found.fact === LineStatus.RETURNED) await execute(tx, TELL_MISSING, [found.order, found.fileId]);
    const postings = postingsOf(found, resolution, { participantId: found.participant, party: found.partner });
    if (postings.length === 0) return;
    await post(tx, {
      kind: 'RECONCILE',
      reference: `difference:${found.id}`,
      waveNumber: found.wave,
      year: found.year,
      at: this.#now(),
      requestId,
      postings,
    });
  }
}
